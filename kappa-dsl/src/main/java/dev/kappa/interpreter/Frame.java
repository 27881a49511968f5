package dev.kappa.interpreter;

import dev.kappa.Retry;
import dev.kappa.Step;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a continuation: what is done with the outcome of what runs above it. Frames are
 * immutable, hold only what can be encoded, and are shared between checkpoints.
 */
public sealed interface Frame {
  /**
   * Calls a function.
   *
   * @param arity how many arguments it takes: 0, 1, or a tuple's 2 to 4
   * @param name the step's name; null unless {@code use} is STEP
   */
  record Apply(Use use, int arity, @Nullable String name, Serializable function) implements Frame {}

  /**
   * Runs a step that has options.
   *
   * @param arity how many arguments it takes: 0, 1, or a tuple's 2 to 4
   */
  record Run(int arity, String name, Step how, Serializable function) implements Frame {}

  /**
   * In the place of a step that runs at most once, from just before it begins. Only the worker that
   * put it there runs the step.
   */
  record Begun(String name) implements Frame {}

  /** Runs a task that does not depend on the value. */
  record Next(Instruction instruction) implements Frame {}

  /** Runs a task that does not depend on the value, and adds its value to that. */
  record And(Instruction other) implements Frame {}

  /** Adds the value to one kept before: a value (arity 1), or a tuple of {@code arity}. */
  record Append(int arity, @Nullable Object kept) implements Frame {}

  /** Drops the value for one kept before. */
  record Restore(@Nullable Object kept) implements Frame {}

  /** Turns an error of the named class, or of one that extends it, into a task. */
  record Recover(String type, Serializable handler) implements Frame {}

  /** Runs a task after the outcome, whichever it is. */
  record Ensure(Instruction finalizer) implements Frame {}

  /**
   * Gives the outcome kept by {@link Ensure} or {@link Scope}, in the extent around it.
   *
   * @param place where the error was thrown, for people
   */
  record Outcome(
      @Nullable Object value, @Nullable Throwable error, Extent outer, @Nullable String place)
      implements Frame {}

  /** Runs the body again after an error. */
  record Again(Instruction body, Retry policy, int failures) implements Frame {}

  /** Runs a task with the value, then always another with it. */
  record Using(Serializable use, Serializable release) implements Frame {}

  /**
   * Breaks off what is above it at a time.
   *
   * @param until milliseconds since 1970
   * @param duration how long that was from its beginning
   * @param outer the extent around it
   */
  record Deadline(long until, Duration duration, Extent outer) implements Frame {}

  /** Goes back to the workers on which what is around it runs. */
  record Placed(Extent outer) implements Frame {}

  /** Ends all that was spawned above it. */
  record Scope(Handle id, Extent outer) implements Frame {}

  /** Keeps how what was done above it is compensated; the last is compensated first. */
  record Saga(List<Undo> undos, Extent outer) implements Frame {
    /** Copies the list. */
    public Saga {
      undos = List.copyOf(undos);
    }
  }

  /** Makes a task of the value that compensates what gave it. */
  record Undo(Serializable action, @Nullable Object value) {}

  /** Notes in the {@link Saga} below how what gave the value is compensated. */
  record Compensate(Serializable action) implements Frame {}

  /**
   * Compensates what is left of a saga, then fails with its error.
   *
   * @param place where that was thrown, for people
   */
  record Compensating(Throwable error, List<Undo> rest, Extent outer, @Nullable String place)
      implements Frame {
    /** Copies the list. */
    public Compensating {
      rest = List.copyOf(rest);
    }
  }

  /**
   * Takes the first that was there of several, and runs its branch.
   *
   * @param otherwise the one for none
   */
  record Choose(List<Branch> branches, @Nullable Serializable otherwise) implements Frame {
    /** Copies the list. */
    public Choose {
      branches = List.copyOf(branches);
    }
  }

  /**
   * What is done with one of several.
   *
   * @param arity how many arguments it takes: 0 or 1
   * @param type the class that it is read as, if it comes from outside
   */
  record Branch(int arity, Serializable body, @Nullable String type) {}

  /** Reads JSON from outside as a value of the named class. */
  record Read(String type) implements Frame {}

  /**
   * Says of a value that is read above it that it is the result of another run.
   *
   * @param run the other run's id
   */
  record Result(String run) implements Frame {}

  /** Takes a {@code Loop}: runs the body with its state, or gives its result. */
  record Iterate(Serializable body) implements Frame {}

  /** The items and body of a loop over a list; {@link Cursor} above it says where it is. */
  record Each(List<?> items, Serializable body, boolean folds) implements Frame {}

  /** The next index of the loop in the {@link Each} below. */
  record Cursor(int next) implements Frame {}
}
