package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.ScheduleCommand;
import dev.kappa.coordinator.core.ScheduleSpec;
import dev.kappa.coordinator.core.ScheduleState;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What clients ask of schedules, answered by the engine. May be called on any thread. */
final class EngineSchedules implements Schedules {
  /** In a partition. Those that are put at the same moment may pass it by a few. */
  private static final int MOST = 250;

  private final Executor loop;
  private final Engine engine;
  private final Application application;

  EngineSchedules(Executor loop, Engine engine, Application application) {
    this.loop = loop;
    this.engine = engine;
    this.application = application;
  }

  @Override
  public CompletableFuture<ScheduleView> put(String name, String body, Source source) {
    ScheduleSpec spec;
    try {
      spec = ScheduleBody.parse(name, body, source);
    } catch (KappaException e) {
      return CompletableFuture.failedFuture(e);
    }
    return application
        .priorityOf(spec.workflow())
        .thenComposeAsync(known -> roomFor(name), loop)
        .thenCompose(room -> ask(name, new ScheduleCommand.Put(spec)));
  }

  private CompletableFuture<Void> roomFor(String name) {
    return StoredSchedules.names(engine.reads().index(ScheduleState.idOf(name)))
        .thenAccept(
            names -> {
              if (names.size() >= MOST && !names.contains(name)) {
                throw new KappaException(
                    ErrorCode.TOO_MANY_SCHEDULES,
                    "schedule '%s': its partition has %d schedules (expected: at most so many); delete some"
                        .formatted(name, names.size()));
              }
            });
  }

  @Override
  public CompletableFuture<ScheduleView> find(String name) {
    return ask(name, new ScheduleCommand.Show());
  }

  @Override
  public CompletableFuture<List<ScheduleView>> list() {
    return StoredSchedules.all(engine.reads().indexes());
  }

  @Override
  public CompletableFuture<ScheduleView> pause(String name, boolean paused) {
    return ask(name, new ScheduleCommand.Pause(paused));
  }

  @Override
  public CompletableFuture<ScheduleView> trigger(String name, String key) {
    return ask(name, new ScheduleCommand.Trigger(key));
  }

  @Override
  public CompletableFuture<ScheduleView> delete(String name, Source source) {
    return ask(name, new ScheduleCommand.Delete(source == Source.CODE));
  }

  private CompletableFuture<ScheduleView> ask(String name, ScheduleCommand what) {
    CompletableFuture<ScheduleView> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            submit(name, what, answer);
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private void submit(String name, ScheduleCommand what, CompletableFuture<ScheduleView> answer) {
    String id = ScheduleState.idOf(name);
    engine.overload().refuseIfAway(id);
    engine.overload().refuseIfBacklogged(id);
    engine.overload().refuseIfMemoryIsFull(id);
    engine
        .commands()
        .submit(
            id,
            new Command.OfSchedule(what),
            reply -> {
              if (reply instanceof Reply.OfSchedule told) {
                answer.complete(ScheduleViews.of(told.schedule(), told.running()));
              } else {
                answer.completeExceptionally(failure(name, reply));
              }
            });
  }

  private static KappaException failure(String name, Reply reply) {
    if (reply instanceof Reply.Refused refused) {
      return new KappaException(refused.code(), refused.message());
    }
    if (reply instanceof Reply.Moved) {
      return Fencing.moved(ScheduleState.idOf(name));
    }
    return reply instanceof Reply.Unknown
        ? new KappaException(
            ErrorCode.UNKNOWN_SCHEDULE,
            "there is no schedule '%s'; 'kappa schedule list' shows those that are".formatted(name))
        : new KappaException(ErrorCode.INTERNAL, "schedule '%s': %s".formatted(name, reply));
  }
}
