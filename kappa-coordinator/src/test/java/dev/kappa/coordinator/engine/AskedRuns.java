package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.Limits;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.wire.Rebinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs that are asked, and answer when the test says so. */
final class AskedRuns implements Runs {
  /** A question, such as {@code find 0123}, with its answer. */
  record Asked(String what, CompletableFuture<RunView> answer) {}

  final AskedLimits limits = new AskedLimits();
  private final Deque<Asked> asked = new ArrayDeque<>();

  /** {@return the oldest question that was not taken yet} */
  Asked take() {
    return asked.remove();
  }

  int waiting() {
    return asked.size();
  }

  static RunView view(String run, RunStatus status, @Nullable String result) {
    Instant end = status.ended() ? Instant.EPOCH : null;
    return new RunView(
        run,
        "bill",
        status,
        result,
        null,
        Instant.EPOCH,
        end,
        1,
        1,
        1,
        1,
        0,
        Map.of(),
        List.of(),
        "");
  }

  private CompletableFuture<RunView> ask(String what) {
    CompletableFuture<RunView> answer = new CompletableFuture<>();
    asked.add(new Asked(what, answer));
    return answer;
  }

  @Override
  public CompletableFuture<RunView> start(StartRequest request) {
    return ask("start " + request.idempotencyKey() + " with " + request.inputJson());
  }

  @Override
  public CompletableFuture<RunView> find(String runId) {
    return ask("find " + runId);
  }

  @Override
  public CompletableFuture<RunView> cancel(String runId) {
    return ask("cancel " + runId);
  }

  @Override
  public CompletableFuture<RunView> terminate(String runId) {
    return ask("terminate " + runId);
  }

  @Override
  public CompletableFuture<RunView> await(String runId, Duration atMost) {
    return ask("await " + runId);
  }

  @Override
  public CompletableFuture<RunView> signal(String runId, String name, String json) {
    return ask("signal " + runId);
  }

  @Override
  public CompletableFuture<RunView> move(String runId, String version) {
    return ask("move " + runId);
  }

  @Override
  public CompletableFuture<RunView> accept(String runId, List<Rebinding> rebindings) {
    return ask("accept " + runId);
  }

  @Override
  public CompletableFuture<List<RunView>> list(RunFilter filter) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletableFuture<HeldPage> held(@Nullable String after) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletableFuture<HeldPage> heldBy(String runId) {
    return new CompletableFuture<>();
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public CompletableFuture<List<String>> workflows() {
    return CompletableFuture.completedFuture(List.of());
  }
}
