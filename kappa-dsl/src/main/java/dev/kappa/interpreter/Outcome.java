package dev.kappa.interpreter;

import dev.kappa.Checkpoint;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Why the interpreter stopped. */
public sealed interface Outcome {
  /**
   * A step is to be run, then {@link Machine#stepReturned} or {@link Machine#stepThrew} called.
   *
   * @param ordinal how many steps the task finished before
   */
  record RunStep(String name, int arity, Serializable body, @Nullable Object argument, long ordinal)
      implements Outcome {
    /** Runs the body on this thread. */
    public @Nullable Object run() throws Throwable {
      return Calls.call(body, arity, argument);
    }
  }

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
