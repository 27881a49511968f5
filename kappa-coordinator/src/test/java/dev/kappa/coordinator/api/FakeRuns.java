package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.Rebinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs in memory: {@code echo} ends at once with its input as result, {@code boom} fails and has a
 * warning, {@code wait} runs until it is cancelled or ended by the test.
 */
public final class FakeRuns implements Runs {
  /** When all fake runs start. */
  public static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  /** When they end. */
  public static final Instant END = Instant.parse("2026-01-02T03:04:06Z");

  private static final WarningView WARNING =
      new WarningView(
          WarningView.Kind.FAILED_UNAWAITED,
          2,
          END,
          "worker (task 2.1)",
          "KAPPA-301",
          "nobody heard",
          null);

  private static final WarningView PARKED =
      new WarningView(
          WarningView.Kind.PARKED,
          1,
          END,
          "worker (task 2.1)",
          "KAPPA-203",
          "the lambda is gone",
          "charge");

  private final FakeSchedules schedules = new FakeSchedules();
  private final Map<String, Map<String, String>> signals = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> values = new ConcurrentHashMap<>();
  private final Map<String, String> moved = new ConcurrentHashMap<>();
  private final Map<String, List<Rebinding>> accepted = new ConcurrentHashMap<>();
  private final List<HeldPage> pages = new ArrayList<>();
  private final List<PermitRequest> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<String> offered = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> parked = ConcurrentHashMap.newKeySet();
  private final Map<String, CompletableFuture<RunView>> ends = new ConcurrentHashMap<>();
  private final Map<String, StartRequest> requests = new ConcurrentHashMap<>();
  private final Map<String, String> idsByKey = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

  /** Makes the next call fail. */
  public void failNext(RuntimeException failure) {
    failures.add(failure);
  }

  /** Ends a run of {@code wait}. */
  public void end(String runId, String resultJson) {
    end(runId, RunStatus.SUCCEEDED, resultJson, null);
  }

  /** Parks a task of a run of {@code wait}. */
  public void park(String runId) {
    parked.add(runId);
  }

  @Override
  public CompletableFuture<RunView> start(StartRequest request) {
    return answer(() -> startNow(request));
  }

  private RunView startNow(StartRequest request) {
    String known = request.idempotencyKey() == null ? null : idsByKey.get(request.idempotencyKey());
    if (known != null) {
      if (!request.equals(requests.get(known))) {
        throw new KappaException(ErrorCode.IDEMPOTENCY_CONFLICT, "another input under this key");
      }
      return now(known);
    }
    if (!List.of("boom", "echo", "wait").contains(request.workflow())) {
      throw new KappaException(
          ErrorCode.UNKNOWN_WORKFLOW, "no workflow 'nope' (known: boom, echo, wait)");
    }
    String runId = "run-" + (requests.size() + 1);
    requests.put(runId, request);
    if (request.idempotencyKey() != null) {
      idsByKey.put(request.idempotencyKey(), runId);
    }
    ends.put(runId, new CompletableFuture<>());
    switch (request.workflow()) {
      case "echo" -> end(runId, RunStatus.SUCCEEDED, request.inputJson(), null);
      case "boom" ->
          end(
              runId,
              RunStatus.FAILED,
              null,
              new ErrorView("KAPPA-301", "a.B", "it broke", "step-a", trace(request)));
      default -> {}
    }
    return now(runId);
  }

  private static List<String> trace(StartRequest request) {
    if (!request.inputJson().equals("\"deep\"")) {
      return List.of("at A.a(A.java:1)");
    }
    List<String> lines = new ArrayList<>(Collections.nCopies(50, "at A.a(A.java:1)"));
    lines.add("in task 2.1");
    lines.add("spawned by workflow 'boom'");
    return lines;
  }

  private void end(
      String runId, RunStatus status, @Nullable String result, @Nullable ErrorView error) {
    endOf(runId).complete(view(runId, status, result, error));
  }

  /** {@return what a run was started with} */
  public StartRequest request(String runId) {
    return Objects.requireNonNull(requests.get(runId));
  }

  private RunView view(
      String runId, RunStatus status, @Nullable String result, @Nullable ErrorView error) {
    boolean ended = status.ended();
    String workflow = Objects.requireNonNull(requests.get(runId)).workflow();
    return new RunView(
        runId,
        workflow,
        status,
        result,
        error,
        START,
        ended ? END : null,
        3,
        ended ? 3 : 1,
        4,
        5,
        1,
        values.getOrDefault(runId, Map.of()),
        warnings(runId, workflow),
        "");
  }

  private List<WarningView> warnings(String runId, String workflow) {
    if (parked.contains(runId)) {
      return List.of(PARKED);
    }
    return workflow.equals("boom") ? List.of(WARNING) : List.of();
  }

  private CompletableFuture<RunView> endOf(String runId) {
    return Objects.requireNonNull(ends.get(runId));
  }

  private RunView now(String runId) {
    CompletableFuture<RunView> end = ends.get(runId);
    if (end == null) {
      throw new KappaException(ErrorCode.UNKNOWN_RUN, "no run '" + runId + "'");
    }
    return end.isDone() ? end.join() : view(runId, RunStatus.RUNNING, null, null);
  }

  @Override
  public CompletableFuture<RunView> find(String runId) {
    return answer(() -> now(runId));
  }

  @Override
  public CompletableFuture<RunView> await(String runId, Duration atMost) {
    return answer(() -> now(runId))
        .thenCompose(
            run ->
                endOf(runId)
                    .copy()
                    .completeOnTimeout(run, atMost.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public CompletableFuture<RunView> terminate(String runId) {
    return cancel(runId);
  }

  @Override
  public CompletableFuture<RunView> cancel(String runId) {
    return answer(
        () -> {
          if (!now(runId).status().ended()) {
            end(runId, RunStatus.CANCELLED, null, null);
          }
          return now(runId);
        });
  }

  @Override
  public CompletableFuture<RunView> signal(String runId, String name, String json) {
    return answer(
        () -> {
          RunView run = now(runId);
          Map<String, String> known =
              signals.computeIfAbsent(runId, id -> new ConcurrentHashMap<>());
          if (!known.containsKey(name) && run.status().ended()) {
            throw new KappaException(ErrorCode.RUN_ENDED, "signal '" + name + "': it has ended");
          }
          if (!json.equals(known.computeIfAbsent(name, n -> json))) {
            throw new KappaException(
                ErrorCode.IDEMPOTENCY_CONFLICT, "signal '" + name + "': something else came");
          }
          return run;
        });
  }

  /** {@return what came to a run by signals, as JSON, by name} */
  public Map<String, String> signals(String runId) {
    return signals.getOrDefault(runId, Map.of());
  }

  /** Publishes a value of a run. */
  public void publish(String runId, String name, String json) {
    values.computeIfAbsent(runId, id -> new ConcurrentHashMap<>()).put(name, json);
  }

  @Override
  public CompletableFuture<List<RunView>> list(RunFilter filter) {
    return answer(
        () -> {
          List<RunView> found = new ArrayList<>();
          requests.keySet().stream()
              .sorted()
              .map(this::now)
              .filter(filter::accepts)
              .limit(filter.limit())
              .forEach(found::add);
          return found;
        });
  }

  /** {@return what was accepted in a run} */
  public List<Rebinding> accepted(String runId) {
    return accepted.getOrDefault(runId, List.of());
  }

  /** {@return the version that a run was moved to; empty if it was not} */
  public String moved(String runId) {
    return moved.getOrDefault(runId, "");
  }

  @Override
  public CompletableFuture<RunView> move(String runId, String version) {
    moved.put(runId, version);
    return find(runId);
  }

  @Override
  public CompletableFuture<RunView> accept(String runId, List<Rebinding> rebindings) {
    accepted.put(runId, rebindings);
    parked.remove(runId);
    return find(runId);
  }

  /** Makes runs hold this of the application's code. */
  public void hold(HeldPage page) {
    pages.add(page);
  }

  /** Makes the page of that number another one. */
  public void hold(int number, HeldPage page) {
    pages.set(number, page);
  }

  @Override
  public CompletableFuture<HeldPage> held(@Nullable String after) {
    return answer(() -> pages.get(after == null ? 0 : page(after)));
  }

  private int page(String after) {
    try {
      int page = Integer.parseInt(after);
      if (page >= 0 && page < pages.size()) {
        return page;
      }
    } catch (NumberFormatException e) {
      // As one that there is not.
    }
    throw new KappaException(ErrorCode.BAD_REQUEST, "after: " + after);
  }

  @Override
  public CompletableFuture<HeldPage> heldBy(String runId) {
    return answer(() -> pages.get(0));
  }

  @Override
  public CompletableFuture<List<String>> workflows() {
    return answer(() -> List.of("boom", "echo", "wait"));
  }

  /** {@return what its limits were asked} */
  public List<PermitRequest> asked() {
    return asked;
  }

  /** {@return the permits that were said to be offered} */
  public List<String> offered() {
    return offered;
  }

  /** Each take succeeds. */
  @Override
  public Limits limits() {
    List<PermitRequest> all = asked;
    List<String> permits = offered;
    return new Limits() {
      @Override
      public CompletableFuture<PermitAnswer> ask(PermitRequest request) {
        all.add(request);
        return CompletableFuture.completedFuture(
            new PermitAnswer(PermitStage.TAKEN, request.ticket()));
      }

      @Override
      public CompletableFuture<Void> offered(String run, String task) {
        permits.add(run + "/" + task);
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  @Override
  public Schedules schedules() {
    return schedules;
  }

  private <T> CompletableFuture<T> answer(Callable<T> body) {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    try {
      return CompletableFuture.completedFuture(body.call());
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
