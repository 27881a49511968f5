package dev.kappa.coordinator.core;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.core.ScheduleState.Entry;
import dev.kappa.coordinator.core.ScheduleState.Outcome;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Schedules. One is stored as a run is, but has no task that a worker could be given: only such as
 * stand for the runs that it starts, see {@link OtherRuns}. So a start that was decided is kept
 * until it is known to be done, and is done under a key made of the schedule's name and the due
 * time: however often it is tried, there is one run.
 */
final class Schedules {
  /** Runs of a schedule that have not ended. */
  static final int MOST_OPEN = 1000;

  /** So many due times are decided by one command; then there is another. */
  static final int SLICE = 500;

  private Schedules() {}

  /** {@return a new schedule} */
  static Applied begin(
      CoreSettings settings, Format format, String id, ScheduleSpec spec, long now) {
    RunHeader header = RunHeader.start(spec.workflow(), 0, "", now);
    ScheduleState made = ScheduleState.create(spec, header.now());
    Reply.Refused refusal =
        format.refusal(Format.SCHEDULES, "schedule '%s'".formatted(spec.name()));
    if (refusal != null) {
      return new Applied(none(id, made, now), List.of(), List.of(), refusal);
    }
    Transition t = new Transition(settings, format, RunState.create(id, header), true, now);
    t.put(made);
    t.putSpec();
    return t.end(new Reply.OfSchedule(made, 0));
  }

  /** {@return one that is not there} */
  static RunState none(String id, ScheduleState schedule, long now) {
    RunHeader begun = RunHeader.start(schedule.spec().workflow(), 0, "", now);
    return RunState.create(id, begun.ended(RunStatus.CANCELLED, null, now)).with(schedule);
  }

  /** Applies a command to a schedule. */
  static Applied apply(Transition t, Command command) {
    return switch (command) {
      case Command.Tick c -> tick(t);
      case Command.Told c -> OtherRuns.told(t, c);
      case Command.Heard c -> heard(t, c);
      case Command.OfSchedule c -> asked(t, c.what());
      case Command.Unpark c -> t.end(new Reply.None());
      case Command.Look c -> t.end(new Reply.None());
      case Command.Sweep c -> t.end(new Reply.None());
      case Command.Lost c -> t.end(new Reply.None());
      case Command.Start c -> t.end(new Reply.Conflict());
      case Command.Dispatch c -> t.end(new Reply.NotReady());
      case Command.Committed c -> t.end(new Reply.Unknown());
      case Command.Cancel c -> t.end(new Reply.Unknown());
      case Command.Terminate c -> t.end(new Reply.Unknown());
      case Command.Signal c -> t.end(new Reply.Unknown());
      case Command.Accept c -> t.end(new Reply.Unknown());
      case Command.Move c -> t.end(new Reply.Unknown());
      case Command.Permitted c -> t.end(new Reply.None());
      case Command.OfLimit c -> t.end(new Reply.Unknown());
    };
  }

  private static Applied tick(Transition t) {
    fire(t);
    return t.end(new Reply.None());
  }

  // ---- what clients and the code ask

  private static Applied asked(Transition t, ScheduleCommand what) {
    // What is due by now is due as it was until now.
    fire(t);
    return switch (what) {
      case ScheduleCommand.Show c -> shown(t);
      case ScheduleCommand.Put c -> put(t, c.spec());
      case ScheduleCommand.Pause c -> pause(t, c.paused());
      case ScheduleCommand.Trigger c -> trigger(t, c.key());
      case ScheduleCommand.Delete c -> delete(t, c.byCode());
    };
  }

  private static Applied shown(Transition t) {
    return t.end(new Reply.OfSchedule(t.schedule(), t.waits().elsewhere()));
  }

  private static Applied put(Transition t, ScheduleSpec spec) {
    ScheduleSpec known = t.schedule().spec();
    if (known.ofCode() && !spec.ofCode()) {
      return t.end(ofCode(known, "replaced"));
    }
    if (!known.equals(spec)) {
      t.put(t.schedule().with(spec, t.now));
      t.putSpec();
    }
    return shown(t);
  }

  private static Applied pause(Transition t, boolean paused) {
    ScheduleState known = t.schedule();
    if (known.paused() != paused) {
      t.put(paused ? known.pause() : known.resume(t.now));
      startBuffered(t);
    }
    return shown(t);
  }

  private static Applied trigger(Transition t, String key) {
    String runKey = ScheduleState.keyOfTrigger(t.schedule().spec().name(), key);
    if (!t.schedule().knows(runKey)) {
      if (isFull(t)) {
        return t.end(
            new Reply.Refused(
                ErrorCode.OVERLOADED,
                "schedule '%s': too many of its runs have not ended: %d"
                    .formatted(t.schedule().spec().name(), t.waits().elsewhere())));
      }
      start(t, runKey, Entry.of(t.now, t.now, Outcome.TRIGGERED, 1));
    }
    return shown(t);
  }

  private static Applied delete(Transition t, boolean byCode) {
    ScheduleState known = t.schedule();
    if (known.spec().ofCode() && !byCode) {
      return t.end(ofCode(known.spec(), "deleted"));
    }
    t.deleteSchedule();
    return t.end(new Reply.OfSchedule(known, 0));
  }

  private static Reply ofCode(ScheduleSpec spec, String done) {
    return new Reply.Refused(
        ErrorCode.SCHEDULE_OF_THE_CODE,
        "schedule '%s' is in the application's code and can't be %s here; change the code, or pause it"
            .formatted(spec.name(), done));
  }

  // ---- due times

  private static void fire(Transition t) {
    ScheduleState known = t.schedule();
    if (known.wake() > t.now) {
      return;
    }
    ScheduleSpec spec = known.spec();
    long late = t.now - spec.deadline() - spec.jitter();
    long kept = Missed.keptFrom(known, late);
    for (int i = 0; i < SLICE && t.schedule().wake() <= t.now; i++) {
      long due = t.schedule().next();
      if (due < late && due < kept) {
        miss(t, due, Math.min(late, kept));
      } else {
        t.put(t.schedule().decided(due));
        decide(t, due);
      }
    }
  }

  private static void miss(Transition t, long due, long before) {
    ScheduleState known = t.schedule();
    long count = Missed.inARow(known.spec().timing(), due, Math.min(before, known.spec().until()));
    long last = due + (count - 1) * Missed.interval(known.spec().timing());
    t.put(known.decided(last).add(Entry.of(last, t.now, Outcome.MISSED, count)));
  }

  private static void decide(Transition t, long due) {
    ScheduleState known = t.schedule();
    boolean free = t.waits().elsewhere() == 0 && known.buffered() == ScheduleState.NONE;
    if (free) {
      start(t, due);
      return;
    }
    switch (known.spec().overlap()) {
      case ALLOW -> startUnlessFull(t, due);
      case SKIP -> skip(t, due);
      case BUFFER_ONE -> {
        if (known.buffered() == ScheduleState.NONE) {
          t.put(known.buffer(due));
        } else {
          skip(t, due);
        }
      }
      case CANCEL_OTHER -> replace(t, due);
    }
  }

  private static void startUnlessFull(Transition t, long due) {
    if (isFull(t)) {
      skip(t, due);
    } else {
      start(t, due);
    }
  }

  private static boolean isFull(Transition t) {
    return t.waits().elsewhere() >= MOST_OPEN || Lives.lacksRoom(t) != null;
  }

  private static void skip(Transition t, long due) {
    t.put(t.schedule().add(Entry.of(due, t.now, Outcome.SKIPPED, 1)));
  }

  private static void replace(Transition t, long due) {
    long waiting = t.schedule().buffered();
    if (waiting != ScheduleState.NONE) {
      skip(t, waiting);
    }
    t.put(t.schedule().buffer(due));
    t.elsewhere().forEach(task -> OtherRuns.cancel(t, task));
  }

  // ---- its runs

  private static void start(Transition t, long due) {
    String key = ScheduleState.keyOf(t.schedule().spec().name(), due);
    start(t, key, Entry.of(due, t.now, Outcome.STARTED, 1));
  }

  private static void start(Transition t, String key, Entry entry) {
    ScheduleSpec spec = t.schedule().spec();
    byte[] input = spec.input().getBytes(StandardCharsets.UTF_8);
    Next.Elsewhere next = new Next.Elsewhere(key, spec.workflow(), input, false);
    Handle task = OtherRuns.stand(t, next);
    t.effect(new Effect.Elsewhere(task, next));
    t.put(t.schedule().add(entry.of(next.run())));
  }

  private static Applied heard(Transition t, Command.Heard c) {
    TaskState task = t.find(c.task());
    Next.Elsewhere known = task == null ? null : OtherRuns.started(task);
    if (task != null && known != null) {
      t.put(task.with(TaskStatus.ENDED, new Next.Completed(Payload.NONE, null), 0));
      t.header(t.header().with(t.header().counts().taskEnded()));
      t.forget(t.task(c.task()));
      Failure failure = c.end() instanceof Next.Failed failed ? failed.failure() : null;
      t.put(t.schedule().ended(known.run(), entry -> ended(entry, failure)));
      startBuffered(t);
    }
    return t.end(new Reply.None());
  }

  private static Entry ended(Entry entry, @Nullable Failure failure) {
    if (failure == null) {
      return entry.ended(RunStatus.SUCCEEDED, "");
    }
    boolean cancelled = failure.code().equals(ErrorCode.CANCELLED.text());
    return entry.ended(
        cancelled ? RunStatus.CANCELLED : RunStatus.FAILED,
        failure.code() + ": " + failure.message());
  }

  private static void startBuffered(Transition t) {
    ScheduleState known = t.schedule();
    long waiting = known.buffered();
    if (waiting != ScheduleState.NONE && !known.paused() && t.waits().elsewhere() == 0) {
      t.put(known.buffer(ScheduleState.NONE));
      start(t, waiting);
    }
  }
}
