package dev.kappa.interpreter;

import dev.kappa.Checkpoint;
import dev.kappa.Step;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Why the interpreter stopped. */
public sealed interface Outcome {
  /**
   * A step is to be run, then {@link Machine#stepReturned} or {@link Machine#stepThrew} called.
   *
   * @param how its options
   * @param ordinal how many steps the task finished before
   * @param cancellable whether a cancellation of the task would break off what comes after it: the
   *     step is not in a finalizer, and the task was not told yet
   */
  record RunStep(
      String name,
      int arity,
      Step how,
      Serializable body,
      @Nullable Object argument,
      long ordinal,
      boolean cancellable)
      implements Outcome {
    /** Runs the body on this thread. */
    public @Nullable Object run() throws Throwable {
      return Calls.call(body, arity, argument);
    }
  }

  /**
   * A step that runs at most once is to begin: {@link Machine#begin} is to be committed, and when
   * that is durable, the machine run again. To run it again without is allowed, and does nothing.
   */
  record BeginStep(String name, Step how) implements Outcome {}

  /** A commit is to be made, and what it waits for given to {@link Machine#resume}. */
  record Wait() implements Outcome {}

  /** A commit is to be made; the task can go on. */
  record Save(Checkpoint mode) implements Outcome {}

  /** Frames below {@code depth} are to be given to {@link Machine#load}. */
  record NeedFrames(int depth) implements Outcome {}

  /** It ran for as long as it was allowed to; it can go on. */
  record Paused() implements Outcome {}

  /** The task has ended; a last commit is to be made. */
  record Ended() implements Outcome {}
}
