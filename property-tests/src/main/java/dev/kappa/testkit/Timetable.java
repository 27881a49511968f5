package dev.kappa.testkit;

import dev.kappa.Schedule;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.core.Effect;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.core.ScheduleCommand;
import dev.kappa.coordinator.core.ScheduleSpec;
import dev.kappa.coordinator.core.ScheduleState;
import dev.kappa.coordinator.core.Timing;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of an application in virtual time: a year of it passes at once. The coordinator's core
 * decides what is due, and what the overlap policy says; the runs are as those of {@link
 * KappaTest#of}, one after the other, and nothing goes wrong in them. Immutable.
 */
public final class Timetable {
  private final KappaRunner runner;
  private final Workflows application;
  private final Workflow<?> workflow;
  private final Workflow.Planned<?> planned;
  private final Instant start;

  private Timetable(
      KappaRunner runner,
      Workflows application,
      Workflow<?> workflow,
      Workflow.Planned<?> planned,
      Instant start) {
    this.runner = runner;
    this.application = application;
    this.workflow = workflow;
    this.planned = planned;
    this.start = start;
  }

  static Timetable of(KappaRunner runner, Workflows application, String name) {
    for (String workflow : application.names()) {
      Workflow<?> found = application.find(workflow).orElseThrow();
      for (Workflow.Planned<?> planned : found.schedules()) {
        if (planned.schedule().name().equals(name)) {
          return new Timetable(runner, application, found, planned, Instant.now());
        }
      }
    }
    throw new KappaException(
        ErrorCode.UNKNOWN_SCHEDULE, "schedule '%s' is not in the application".formatted(name));
  }

  /** {@return the same from {@code time} on; else it begins now} */
  public Timetable startingAt(Instant time) {
    return new Timetable(runner, application, workflow, planned, time);
  }

  /**
   * {@return the runs that are started while so much time passes, in their order}
   *
   * @throws KappaException {@link ErrorCode#INVALID_SCHEDULE} if the schedule can't be understood;
   *     {@link ErrorCode#INVALID_ARGUMENT} if it cancels runs, which the kit does not do
   */
  public List<ScheduledRun> during(Duration time) {
    if (planned.schedule().overlap() == Schedule.Overlap.CANCEL_OTHER) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "overlap: CANCEL_OTHER (expected: another policy; the test kit can't cancel what a schedule started)");
    }
    return new Passing(spec()).until(start.plus(time).toEpochMilli());
  }

  private ScheduleSpec spec() {
    Schedule s = planned.schedule();
    String cron = s.cron();
    Timing timing =
        cron == null
            ? new Timing.Every(Objects.requireNonNull(s.every()).toMillis(), millis(s.anchor()))
            : Timing.Cron.of(cron, s.zone());
    Instant until = s.until();
    return new ScheduleSpec(
        s.name(),
        workflow.name(),
        new String(runner.json(application, planned.input()), StandardCharsets.UTF_8),
        timing,
        s.catchUp(),
        ScheduleSpec.Overlap.valueOf(s.overlap().name()),
        s.deadline().toMillis(),
        s.jitter().toMillis(),
        until == null ? Timing.NEVER : millis(until),
        s.atMost(),
        true);
  }

  private static long millis(Instant time) {
    return time.toEpochMilli();
  }

  /** The schedule, and time. */
  private final class Passing {
    private final Core core = new Core(CoreSettings.DEFAULT);
    private final PriorityQueue<End> ends = new PriorityQueue<>();
    private final List<ScheduledRun> runs = new ArrayList<>();
    private @Nullable RunState state;
    private long now = millis(start);

    /** When a run ends, and how. */
    private record End(long at, Handle task, Next.End how) implements Comparable<End> {
      @Override
      public int compareTo(End other) {
        int byTime = Long.compare(at, other.at);
        return byTime != 0 ? byTime : task.compareTo(other.task);
      }
    }

    Passing(ScheduleSpec spec) {
      apply(new Command.OfSchedule(new ScheduleCommand.Put(spec)));
    }

    List<ScheduledRun> until(long end) {
      while (next() <= end) {
        now = Math.max(now, next());
        End ended = ends.peek();
        if (ended != null && ended.at() <= now) {
          ends.remove();
          apply(new Command.Heard(ended.task(), ended.how()));
        } else {
          apply(new Command.Tick());
        }
      }
      return List.copyOf(runs);
    }

    private long next() {
      End ended = ends.peek();
      long due = Objects.requireNonNull(state).nextTimer();
      return ended == null ? due : Math.min(due, ended.at());
    }

    private void apply(Command command) {
      Applied applied =
          core.apply(ScheduleState.idOf(planned.schedule().name()), state, command, now);
      state = applied.state();
      for (Effect effect : applied.effects()) {
        if (effect instanceof Effect.Elsewhere start
            && start.what() instanceof Next.Elsewhere what) {
          begin(start.task(), what);
        }
      }
    }

    private void begin(Handle task, Next.Elsewhere what) {
      String key = what.key();
      Run<Object> run =
          runner
              .of(application, workflow.name(), planned.input())
              .startingAt(Instant.ofEpochMilli(now))
              .run();
      runs.add(new ScheduledRun(Instant.parse(key.substring(key.lastIndexOf('/') + 1)), run));
      ends.add(new End(now + run.elapsed().toMillis(), task, outcome(run)));
      apply(new Command.Told(task, false));
    }

    private static Next.End outcome(Run<Object> run) {
      return run.succeeded()
          ? new Next.Completed(Payload.NONE, null)
          : new Next.Failed(
              Failure.of(
                  run.error().code().text(),
                  KappaException.class.getName(),
                  run.error().message(),
                  null));
    }
  }
}
