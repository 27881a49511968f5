package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.store.RunIndex;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Rebinding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs as they are stored, while no engine need be there: they can be found and listed. Nothing is
 * taken over, no run goes on by being looked at. All else is refused: {@code BAD_REQUEST}.
 */
public final class StoredRuns implements Runs {
  private final List<RunIndex> partitions;

  /** Of all partitions of a store, in the order of their numbers. */
  public StoredRuns(List<? extends RunIndex> partitions) {
    this.partitions = List.copyOf(partitions);
  }

  @Override
  public CompletableFuture<RunView> find(String runId) {
    RunIndex partition = partitions.get(Partitions.numberOf(runId, partitions.size()));
    return partition
        .headers(List.of(runId))
        .thenCompose(
            found -> {
              byte[] header = found.get(runId);
              if (header == null) {
                throw Fencing.unknown(runId);
              }
              return RunViews.whole(runId, RunHeader.read(header), () -> partition.result(runId));
            });
  }

  @Override
  public CompletableFuture<List<RunView>> list(RunFilter filter) {
    return RunPages.newest(partitions, filter);
  }

  @Override
  public CompletableFuture<HeldPage> held(@Nullable String after) {
    return HeldPages.page(partitions, after);
  }

  @Override
  public CompletableFuture<HeldPage> heldBy(String runId) {
    return HeldPages.of(partitions.get(Partitions.numberOf(runId, partitions.size())), runId);
  }

  @Override
  public CompletableFuture<RunView> start(StartRequest request) {
    return refused();
  }

  @Override
  public CompletableFuture<RunView> await(String runId, Duration atMost) {
    return refused();
  }

  @Override
  public CompletableFuture<RunView> cancel(String runId) {
    return refused();
  }

  @Override
  public CompletableFuture<RunView> terminate(String runId) {
    return refused();
  }

  @Override
  public CompletableFuture<RunView> accept(String runId, List<Rebinding> rebindings) {
    return refused();
  }

  @Override
  public CompletableFuture<RunView> move(String runId, String version) {
    return refused();
  }

  @Override
  public CompletableFuture<RunView> signal(String runId, String name, String json) {
    return refused();
  }

  @Override
  public CompletableFuture<List<String>> workflows() {
    return refused();
  }

  private static <T> CompletableFuture<T> refused() {
    return CompletableFuture.failedFuture(
        new KappaException(
            ErrorCode.BAD_REQUEST,
            "no coordinator is here that runs anything (expected: a request for a run's state or the list)"));
  }
}
