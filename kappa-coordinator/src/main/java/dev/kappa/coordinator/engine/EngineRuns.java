package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.Limits;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Rebinding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What clients ask, answered by the engine. May be called on any thread. */
public final class EngineRuns implements Runs {
  /** So long a client waits at most for what is stored of a run. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So long if the store did not answer before. */
  private static final Duration WHILE_AWAY = Duration.ofSeconds(2);

  private final ScheduledExecutorService loop;
  private final Engine engine;
  private final Commands commands;
  private final Reads reads;
  private final Application application;
  private final Schedules schedules;
  private final Limits limits;

  /** Answers with the runs of {@code engine}. */
  public EngineRuns(ScheduledExecutorService loop, Engine engine, Application application) {
    this.loop = loop;
    this.engine = engine;
    this.commands = engine.commands();
    this.reads = engine.reads();
    this.application = application;
    this.schedules = new EngineSchedules(loop, engine, application);
    this.limits = new EngineLimits(loop, engine);
  }

  /** {@return the id of the run that a request makes; another one each time if it has no key} */
  public static String idFor(StartRequest request) {
    return RunIds.idFor(request.idempotencyKey());
  }

  @Override
  public CompletableFuture<RunView> start(StartRequest request) {
    return application
        .priorityOf(request.workflow())
        .thenCompose(usual -> onLoop(() -> begin(request.withUsual(usual))));
  }

  private CompletableFuture<RunView> begin(StartRequest request) {
    String id = idFor(request);
    engine.overload().refuseIfAway(id);
    engine.overload().refuseIfBacklogged(id);
    engine.overload().refuseIfMemoryIsFull(id);
    byte[] input = request.inputJson().getBytes(StandardCharsets.UTF_8);
    Command start =
        new Command.Start(
            request.workflow(),
            input,
            RunIds.digest(request.inputJson()),
            engine.versions().present(),
            request.priority());
    CompletableFuture<RunView> answer = new CompletableFuture<>();
    commands.submit(
        id,
        start,
        reply -> {
          if (reply instanceof Reply.Conflict) {
            answer.completeExceptionally(conflict(request));
          } else if (reply instanceof Reply.Moved) {
            answer.completeExceptionally(Fencing.moved(id));
          } else if (reply instanceof Reply.Broken broken) {
            answer.completeExceptionally(new KappaException(ErrorCode.INTERNAL, broken.message()));
          } else {
            forward(find(id), answer);
          }
        });
    return answer;
  }

  private static KappaException conflict(StartRequest request) {
    return new KappaException(
        ErrorCode.IDEMPOTENCY_CONFLICT,
        "the key '%s' was used before with another workflow or input; use another key"
            .formatted(request.idempotencyKey()));
  }

  @Override
  public CompletableFuture<RunView> find(String runId) {
    return onLoop(() -> look(runId));
  }

  /** While the store is away, what is known here can't be said, or is not all. */
  private CompletableFuture<RunView> look(String run) {
    CompletableFuture<RunView> answer = new CompletableFuture<>();
    forward(reads.header(run).thenCompose(header -> whole(run, header)), answer);
    Duration atMost = engine.overload().isAway(run) ? WHILE_AWAY : PATIENCE;
    Runnable enough = () -> answer.completeExceptionally(engine.overload().away());
    var planned = loop.schedule(enough, atMost.toMillis(), TimeUnit.MILLISECONDS);
    answer.whenComplete((view, error) -> planned.cancel(false));
    return answer;
  }

  @Override
  public CompletableFuture<RunView> await(String runId, Duration atMost) {
    return onLoop(() -> watch(runId, atMost));
  }

  /** Watches before it looks: the run may end in between. */
  private CompletableFuture<RunView> watch(String run, Duration atMost) {
    CompletableFuture<RunView> answer = new CompletableFuture<>();
    CompletableFuture<RunHeader> watcher = engine.watchers().add(run);
    forward(watcher.thenCompose(header -> whole(run, header)), answer);
    var timeout =
        loop.schedule(() -> forward(find(run), answer), atMost.toMillis(), TimeUnit.MILLISECONDS);
    answer.whenComplete(
        (view, error) -> {
          timeout.cancel(false);
          engine.watchers().remove(run, watcher);
        });
    reads
        .header(run)
        .whenComplete(
            (header, error) -> {
              if (error != null) {
                answer.completeExceptionally(error);
              } else if (header.status().ended()) {
                forward(whole(run, header), answer);
              }
            });
    return answer;
  }

  @Override
  public CompletableFuture<RunView> cancel(String runId) {
    return onLoop(() -> change(runId, new Command.Cancel(), Map.of()));
  }

  @Override
  public CompletableFuture<RunView> terminate(String runId) {
    return onLoop(() -> change(runId, new Command.Terminate(), Map.of()));
  }

  @Override
  public CompletableFuture<RunView> accept(String runId, List<Rebinding> rebindings) {
    return onLoop(() -> change(runId, new Command.Accept(rebindings), Map.of()));
  }

  @Override
  public CompletableFuture<RunView> move(String runId, String version) {
    return onLoop(
        () -> {
          engine.versions().retry(version);
          if (!engine.versions().has(version)) {
            throw new KappaException(
                ErrorCode.UNKNOWN_VERSION,
                "this coordinator has no version %s of the application (expected: its present one, %s, or one that it keeps)"
                    .formatted(version, engine.versions().present()));
          }
          return change(runId, new Command.Move(version), Map.of());
        });
  }

  @Override
  public CompletableFuture<RunView> signal(String runId, String name, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    KappaException conflict =
        new KappaException(
            ErrorCode.IDEMPOTENCY_CONFLICT,
            "signal '%s': it was completed before, with something else".formatted(name));
    return onLoop(
        () ->
            change(runId, new Command.Signal(name, bytes), Map.of(Reply.Conflict.class, conflict)));
  }

  /** Does something to a run from outside. {@return the run as it is then} */
  private CompletableFuture<RunView> change(
      String run, Command command, Map<Class<? extends Reply>, KappaException> failures) {
    engine.overload().refuseIfAway(run);
    engine.overload().refuseIfBacklogged(run);
    engine.overload().refuseIfMemoryIsFull(run);
    CompletableFuture<RunView> answer = new CompletableFuture<>();
    commands.submit(
        run,
        command,
        reply -> {
          KappaException failure = failures.get(reply.getClass());
          if (failure != null) {
            answer.completeExceptionally(failure);
          } else if (reply instanceof Reply.Refused refused) {
            answer.completeExceptionally(new KappaException(refused.code(), refused.message()));
          } else if (reply instanceof Reply.Unknown) {
            answer.completeExceptionally(Fencing.unknown(run));
          } else if (reply instanceof Reply.Broken broken) {
            answer.completeExceptionally(new KappaException(ErrorCode.INTERNAL, broken.message()));
          } else if (reply instanceof Reply.Moved) {
            answer.completeExceptionally(Fencing.moved(run));
          } else {
            forward(find(run), answer);
          }
        });
    return answer;
  }

  @Override
  public CompletableFuture<List<RunView>> list(RunFilter filter) {
    return onLoop(
        () ->
            RunPages.newest(reads.indexes(), filter)
                .thenApplyAsync(runs -> runs.stream().map(this::withWarning).toList(), loop));
  }

  @Override
  public CompletableFuture<HeldPage> held(@Nullable String after) {
    return onLoop(() -> HeldPages.page(reads.indexes(), after));
  }

  @Override
  public CompletableFuture<HeldPage> heldBy(String runId) {
    return onLoop(() -> HeldPages.of(reads.index(runId), runId));
  }

  @Override
  public Schedules schedules() {
    return schedules;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public CompletableFuture<List<String>> workflows() {
    return application.workflows().thenApply(names -> names.stream().sorted().toList());
  }

  @Override
  public CompletableFuture<String> letResidentIn() {
    return onLoop(() -> CompletableFuture.completedFuture(engine.invitation()));
  }

  private CompletableFuture<RunView> whole(String id, RunHeader header) {
    return RunViews.whole(id, header, () -> reads.result(id)).thenApply(this::withWarning);
  }

  /** To be called on the loop, if the run has not ended. */
  private RunView withWarning(RunView run) {
    WarningView warning = run.status().ended() ? null : reads.warning(run.runId());
    return warning == null ? run : run.with(warning);
  }

  // ---- threads

  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> action) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> forward(attempt(action), answer));
    return answer;
  }

  private static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> action) {
    try {
      return action.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
    from.whenComplete(
        (value, error) -> {
          if (error != null) {
            to.completeExceptionally(error);
          } else {
            to.complete(value);
          }
        });
  }
}
