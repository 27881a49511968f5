package dev.kappa.coordinator.core;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.Priority;
import dev.kappa.wire.Rebinding;
import java.util.List;

/** What is asked of a run. */
public sealed interface Command {
  /**
   * Begins the run, if it has not begun.
   *
   * @param inputDigest see {@link RunHeader}
   * @param code the version of the code that it is to go on with; empty if none is known
   * @param priority see {@link RunHeader}
   */
  record Start(String workflow, byte[] input, long inputDigest, String code, Priority priority)
      implements Command {
    /** With the usual priority. */
    public Start(String workflow, byte[] input, long inputDigest, String code) {
      this(workflow, input, inputDigest, code, Priority.NONE);
    }

    /** With whatever code there is. */
    public Start(String workflow, byte[] input, long inputDigest) {
      this(workflow, input, inputDigest, "");
    }
  }

  /**
   * Gives a ready task to a worker.
   *
   * @param invoked whether it is the first that the worker's invocation is given
   * @param nonce a random number: tells this attempt from one of the same epoch that the store lost
   */
  record Dispatch(Handle task, boolean invoked, long nonce) implements Command {}

  /**
   * A worker's commit.
   *
   * @param code the version of the code that made it, if the run's own can't be had and the run is
   *     to go on with this one, now that it can; else empty
   */
  record Committed(Commit commit, long instance, String code) implements Command {
    /** With the run's own code. */
    public Committed(Commit commit, long instance) {
      this(commit, instance, "");
    }
  }

  /** The worker of an attempt is gone. */
  record Lost(AttemptRef attempt, Loss loss, String message) implements Command {}

  /** Time has passed. */
  record Tick() implements Command {}

  /** The run is to end. */
  record Cancel() implements Command {}

  /** All tasks of the run are to end where they are, finalizers too. */
  record Terminate() implements Command {}

  /**
   * A signal comes from outside.
   *
   * @param json with what
   */
  record Signal(String name, byte[] json) implements Command {}

  /** There may be other code: parked tasks try again. */
  record Unpark() implements Command {}

  /**
   * Lambdas' bodies that were edited are to stand for what they were; parked tasks try again.
   *
   * @param rebindings which
   */
  record Accept(List<Rebinding> rebindings) implements Command {
    /** Copies the list. */
    public Accept {
      rebindings = List.copyOf(rebindings);
    }
  }

  /**
   * The run is to go on with another version of the code; parked tasks try again.
   *
   * @param code the version
   */
  record Move(String code) implements Command {}

  /** It is to be looked for tasks that wait in vain, and for what nobody can reach. */
  record Look() implements Command {}

  /**
   * Of the blobs that are stored for the run, those are to go that attempts left behind.
   *
   * @param blobs their names
   */
  record Sweep(List<String> blobs) implements Command {
    /** Copies the names. */
    public Sweep {
      blobs = List.copyOf(blobs);
    }
  }

  /**
   * Another run was told what was to be told.
   *
   * @param task stands for it
   * @param cancel whether that it is to end; else it was started
   */
  record Told(Handle task, boolean cancel) implements Command {}

  /**
   * Another run has ended, or nothing more can be heard of it; or it has the signal that it was to
   * have.
   *
   * @param task stands for that
   */
  record Heard(Handle task, Next.End end) implements Command {}

  /**
   * The owner of a limit has answered.
   *
   * @param task stands for a permit
   * @param asked how far it was when that was asked
   * @param stage how far it is there
   * @param ticket of the offer; 0 if there is none
   */
  record Permitted(Handle task, Next.Permit.Stage asked, PermitStage stage, long ticket)
      implements Command {}

  /**
   * A limit is asked for a permit.
   *
   * @param tickets a random number, from which on a limit counts of which nothing is known, from 0
   *     to {@link Long#MAX_VALUE} / 2
   */
  record OfLimit(PermitRequest request, long tickets) implements Command {}

  /** Something is asked of a schedule. */
  record OfSchedule(ScheduleCommand what) implements Command {}

  /** How a worker was lost. */
  enum Loss {
    /** The coordinator was gone and does not know: does not count against the task. */
    ORPHANED,
    /** The process ended. */
    CRASHED,
    /** It needed more memory than it has. */
    OUT_OF_MEMORY,
    /** What it returned is more than an invocation can answer with. */
    ANSWER_TOO_LARGE,
    /** The function's time limit was over. */
    TIMED_OUT,
    /** It returned with its task, without a commit, and was not asked to. */
    RETURNED,
    /** It was not heard of for longer than the lease. */
    SILENT
  }
}
