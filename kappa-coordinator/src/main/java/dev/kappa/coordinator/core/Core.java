package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is decided about a run. A pure function. */
public final class Core {
  private final CoreSettings settings;
  private final Format format;

  /** Decides by {@code settings}; what changes is to be stored in the newest format. */
  public Core(CoreSettings settings) {
    this(settings, Format.NEWEST);
  }

  private Core(CoreSettings settings, Format format) {
    this.settings = settings;
    this.format = format;
  }

  /** {@return one that decides alike, and what changes is to be stored in {@code other}} */
  public Core writing(Format other) {
    return other.equals(format) ? this : new Core(settings, other);
  }

  /**
   * Applies a command.
   *
   * @param run the run's id
   * @param state the run; null if there is none of that id
   * @param now milliseconds since 1970; an earlier one than before counts as the one before
   * @throws KappaException with {@link ErrorCode#UNKNOWN_RUN} if there is none and it is not begun
   */
  public Applied apply(String run, @Nullable RunState state, Command command, long now) {
    if (state == null) {
      if (command instanceof Command.Start start) {
        return begin(run, start, now);
      }
      if (command instanceof Command.OfSchedule c && c.what() instanceof ScheduleCommand.Put put) {
        return Schedules.begin(settings, format, run, put.spec(), now);
      }
      if (command instanceof Command.OfLimit c) {
        return Limits.begin(settings, format, run, c, now);
      }
      throw new KappaException(ErrorCode.UNKNOWN_RUN, "there is no run " + run);
    }
    if ((state.schedule() != null || state.limit() != null) && state.over()) {
      // It was deleted, and is still here.
      return again(run, state, command, now);
    }
    Transition t = new Transition(settings, format, state, false, now);
    if (state.schedule() != null) {
      return Schedules.apply(t, command);
    }
    if (state.limit() != null) {
      return Limits.apply(t, command);
    }
    return switch (command) {
      case Command.Start c -> t.end(again(state.header(), c));
      case Command.Dispatch c -> dispatch(t, c);
      case Command.Committed c -> new Commits(t, c.commit(), c.instance(), c.code()).apply();
      case Command.Lost c -> lost(t, c);
      case Command.Tick c -> tick(t);
      case Command.Cancel c -> cancel(t);
      case Command.Terminate c -> terminate(t);
      case Command.Signal c -> Signals.apply(t, c);
      case Command.Unpark c -> unpark(t);
      case Command.Accept c -> Acceptances.apply(t, c);
      case Command.Move c -> move(t, c);
      case Command.Look c -> look(t);
      case Command.Told c -> OtherRuns.told(t, c);
      case Command.Heard c -> OtherRuns.heard(t, c);
      case Command.Sweep c -> sweep(t, c);
      case Command.Permitted c -> Permits.heard(t, c);
      case Command.OfSchedule c -> t.end(new Reply.Unknown());
      case Command.OfLimit c -> t.end(new Reply.Unknown());
    };
  }

  private Applied again(String id, RunState deleted, Command command, long now) {
    if (command instanceof Command.OfLimit c) {
      return Limits.begin(settings, format, id, c, Math.max(now, deleted.header().now() + 1));
    }
    return command instanceof Command.OfSchedule c && c.what() instanceof ScheduleCommand.Put put
        ? Schedules.begin(
            settings, format, id, put.spec(), Math.max(now, deleted.header().now() + 1))
        : new Applied(deleted, List.of(), List.of(), new Reply.Unknown());
  }

  /** {@return frames below {@code below}, as many as a worker is given at once} */
  public List<Payload> frames(RunState state, Handle task, int below) {
    return state.framesOf(task).under(below, settings.frameBytes());
  }

  private Applied begin(String run, Command.Start c, long now) {
    String code = format.has(Format.CODE_VERSION) ? c.code() : "";
    Priority priority = format.has(Format.PRIORITIES) ? c.priority() : Priority.NONE;
    RunHeader header = RunHeader.start(c.workflow(), c.inputDigest(), code, priority, now);
    Transition t = new Transition(settings, format, RunState.create(run, header), true, now);
    Lineage lineage = t.format().has(Format.LINEAGE) ? Lineage.root(c.workflow()) : Lineage.UNKNOWN;
    TaskState.Origin origin = new TaskState.Origin(1, 0, c.workflow(), null, null, lineage);
    Lives.begin(t, origin, Handle.ROOT, new Next.Enter(c.workflow(), c.input()));
    return t.end(new Reply.Started(true));
  }

  private static Reply again(RunHeader header, Command.Start c) {
    boolean same =
        header.workflow().equals(c.workflow()) && header.inputDigest() == c.inputDigest();
    return same ? new Reply.Started(false) : new Reply.Conflict();
  }

  private static Applied dispatch(Transition t, Command.Dispatch c) {
    TaskState task = t.find(c.task());
    if (task == null || task.status() != TaskStatus.READY) {
      return t.end(new Reply.NotReady());
    }
    TaskState given = task.with(TaskStatus.RUNNING).with(task.attempt().dispatched(c.nonce()));
    t.put(given);
    if (c.invoked()) {
      t.header(t.header().with(t.header().counts().invoked()));
    }
    return t.end(new Reply.Assigned(Hand.assignment(t, given)));
  }

  private Applied lost(Transition t, Command.Lost c) {
    TaskState task = t.find(c.attempt().task());
    boolean current =
        task != null
            && task.status() == TaskStatus.RUNNING
            && task.attempt().epoch() == c.attempt().epoch();
    if (task == null || !current) {
      return t.end(new Reply.None());
    }
    if (t.format().has(Format.LOST_ATTEMPTS)) {
      t.header(t.header().with(t.header().counts().attemptLost()));
    }
    int crashes = task.attempt().crashes() + (c.loss() == Command.Loss.ORPHANED ? 0 : 1);
    TaskState counted = task.with(task.attempt().crashed(crashes));
    if (crashes < settings.crashes()) {
      t.put(counted.with(TaskStatus.READY));
    } else if (task.trouble() == null) {
      TaskState fresh = task.with(task.attempt().crashed(0)).with(TaskStatus.READY);
      t.put(fresh.withTrouble(poison(c, crashes)));
    } else {
      Lives.end(t, counted, new Next.Failed(task.trouble()));
    }
    return t.end(new Reply.None());
  }

  private static Failure poison(Command.Lost c, int crashes) {
    return switch (c.loss()) {
      case TIMED_OUT ->
          poison(
              ErrorCode.FUNCTION_TIMEOUT,
              "the step did not end within the limit of an invocation, %d times in a row, last: %s; make it shorter, or raise the limit",
              c,
              crashes);
      case OUT_OF_MEMORY ->
          poison(
              ErrorCode.OUT_OF_MEMORY,
              "the worker ran out of memory %d times in a row in this step, last: %s; give the function more (--memory for local workers, its memory size on Lambda), or let the step hold less at once",
              c,
              crashes);
      case ANSWER_TOO_LARGE ->
          poison(
              ErrorCode.PAYLOAD_TOO_LARGE,
              "what the function returned after this step was too large %d times in a row, last: %s; put large values into a bucket (--blobs), or return less",
              c,
              crashes);
      case RETURNED ->
          poison(
              ErrorCode.WORKER_RETURNED,
              "the worker got no further than this step %d times in a row; the last one returned and did not give its task back: %s",
              c,
              crashes);
      case ORPHANED, CRASHED, SILENT ->
          poison(
              ErrorCode.WORKER_CRASHED,
              "the worker died %d times in a row in this step, last: %s",
              c,
              crashes);
    };
  }

  private static Failure poison(ErrorCode code, String message, Command.Lost c, int crashes) {
    return Lives.failure(
        code, KappaException.class.getName(), message.formatted(crashes, c.message()));
  }

  private static Applied tick(Transition t) {
    Lives.fireTimers(t);
    return t.end(new Reply.None());
  }

  private static Applied cancel(Transition t) {
    if (!t.header().status().ended() && !t.header().cancel()) {
      t.header(t.header().cancelled());
      Lives.cancelAll(t);
    }
    return t.end(new Reply.None());
  }

  private static Applied terminate(Transition t) {
    if (!t.header().status().ended() && !t.header().cancel()) {
      t.header(t.header().cancelled());
    }
    Lives.terminateAll(t);
    return t.end(new Reply.None());
  }

  /** What workers have of the run, they end with the version that they are. */
  private static Applied move(Transition t, Command.Move c) {
    if (t.header().status().ended()) {
      return t.end(
          new Reply.Refused(
              ErrorCode.RUN_ENDED, "move: the run has ended, none of its tasks goes on"));
    }
    Reply refusal = t.format().refusal(Format.CODE_VERSION, "the version that a run is moved to");
    if (refusal != null) {
      return t.end(refusal);
    }
    t.header(t.header().pinned(c.code()));
    return unpark(t);
  }

  private static Applied look(Transition t) {
    if (!t.state().over()) {
      t.upkeep().demandLook();
    }
    return t.end(new Reply.None());
  }

  private static Applied sweep(Transition t, Command.Sweep c) {
    if (!t.state().over()) {
      t.upkeep().discard(Blobs.leftBehind(t.state(), c.blobs()));
    }
    return t.end(new Reply.None());
  }

  static Applied unpark(Transition t) {
    for (TaskState task : t.tasks()) {
      if (task.status() == TaskStatus.PARKED) {
        t.put(task.with(TaskStatus.READY).withTrouble(null));
      }
    }
    return t.end(new Reply.None());
  }
}
