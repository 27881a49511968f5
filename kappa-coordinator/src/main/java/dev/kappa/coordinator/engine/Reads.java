package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.core.ScheduleState;
import dev.kappa.coordinator.store.RunIndex;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What clients read of runs: what is durable, whether the run is in memory or not. */
final class Reads {
  private final Engine engine;
  private final Commands commands;
  private final Partitions partitions;
  private final Store store;
  private final MissedStarts missed;

  Reads(Engine engine, Store store, MissedStarts missed) {
    this.engine = engine;
    this.commands = engine.commands();
    this.partitions = engine.partitions();
    this.store = store;
    this.missed = missed;
  }

  /** {@return the partitions of the store, whoever has them} */
  List<RunIndex> indexes() {
    return IntStream.range(0, store.partitions()).mapToObj(store::index).toList();
  }

  /** {@return the partition of the store that a run is in, whoever has it} */
  RunIndex index(String run) {
    return store.index(partitions.numberOf(run));
  }

  /**
   * Gives the header of a run as it is stored; from memory if the run is there. The store may have
   * more of it, which is not known to be durable.
   *
   * @return fails with {@code UNKNOWN_RUN}; at once if it would have to wait here for the store
   */
  CompletableFuture<RunHeader> header(String id) {
    if (ScheduleState.isId(id) || LimitSpec.isId(id)) {
      return CompletableFuture.failedFuture(Fencing.unknown(id));
    }
    Owned owner = partitions.ownerOf(id);
    if (owner == null) {
      return CompletableFuture.failedFuture(Fencing.moved(id));
    }
    LoadedRun run = owner.runs.get(id);
    RunHeader durable = run == null ? null : run.durable();
    if (durable == null) {
      return storedHeader(owner, id);
    }
    if (owner.term.holds()) {
      return CompletableFuture.completedFuture(durable);
    }
    KappaException stuck = engine.overload().stuck(id);
    if (stuck != null) {
      return CompletableFuture.failedFuture(stuck);
    }
    CompletableFuture<RunHeader> answer = new CompletableFuture<>();
    commands.behind(
        owner,
        () -> answer.complete(durable),
        () -> answer.completeExceptionally(Fencing.moved(id)));
    return answer;
  }

  /** A run that came into memory meanwhile may be further in the store than is known. */
  private CompletableFuture<RunHeader> storedHeader(Owned owner, String id) {
    return owner
        .partition
        .headers(List.of(id))
        .thenCompose(
            found -> {
              LoadedRun run = owner.runs.get(id);
              if (run != null && run.durable() != null) {
                return header(id);
              }
              byte[] bytes = found.get(id);
              return bytes == null
                  ? CompletableFuture.failedFuture(Fencing.unknown(id))
                  : CompletableFuture.completedFuture(RunHeader.read(bytes));
            });
  }

  /** {@return what a run came to; null if it is not stored} */
  CompletableFuture<byte @Nullable []> result(String id) {
    Owned owner = partitions.ownerOf(id);
    return owner == null
        ? CompletableFuture.failedFuture(Fencing.moved(id))
        : owner.partition.result(id);
  }

  /** {@return why a run can't go on, though it has not ended; null if it can} */
  @Nullable WarningView warning(String run) {
    LoadedRun loaded = partitions.loaded(run);
    String defect = loaded == null ? null : loaded.defect();
    return loaded == null || defect == null
        ? noWorker(run, loaded)
        : unreadable(defect, loaded.usedAt());
  }

  private static WarningView unreadable(String why, long since) {
    String message = why + "; start a coordinator of the release that stored it, with its keys";
    return new WarningView(
        WarningView.Kind.UNREADABLE,
        1,
        Instant.ofEpochMilli(since),
        "all tasks",
        ErrorCode.UNSUPPORTED_STORE.text(),
        message,
        null);
  }

  private @Nullable WarningView noWorker(String run, @Nullable LoadedRun loaded) {
    RunState state = loaded == null ? null : loaded.state();
    Handle resident = state == null ? null : engine.dispatcher().withoutResident(run);
    if (state != null && resident != null) {
      long since = engine.dispatcher().residentsMissingSince(run);
      long busy = engine.dispatcher().busyResidents(run);
      return noResident(state.title(resident), since, busy);
    }
    Handle task = engine.dispatcher().first(run);
    return state == null || task == null
        ? null
        : missed.warning(engine.versions().of(run), state.title(task));
  }

  private static WarningView noResident(String task, long since, long busy) {
    String message =
        busy == 0
            ? "it is placed on a resident worker, and none of its version of the code is connected; start one with 'kappa worker', or see why the coordinator's own does not come in its log"
            : "it is placed on a resident worker, and of those of its version of the code none takes tasks: %d are busy, or ending; wait, or start another with 'kappa worker'"
                .formatted(busy);
    return new WarningView(
        WarningView.Kind.NO_RESIDENT_WORKER,
        1,
        Instant.ofEpochMilli(since),
        task,
        ErrorCode.NO_RESIDENT_WORKER.text(),
        message,
        null);
  }
}
