package dev.kappa.interpreter;

import dev.kappa.Retry;
import java.io.Serializable;
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

  /** Gives the outcome kept by {@link Ensure}. */
  record Outcome(@Nullable Object value, @Nullable Throwable error) implements Frame {}

  /** Runs the body again after an error. */
  record Again(Instruction body, Retry policy, int failures) implements Frame {}

  /** Takes a {@code Loop}: runs the body with its state, or gives its result. */
  record Iterate(Serializable body) implements Frame {}

  /** The items and body of a loop over a list; {@link Cursor} above it says where it is. */
  record Each(List<?> items, Serializable body, boolean folds) implements Frame {}

  /** The next index of the loop in the {@link Each} below. */
  record Cursor(int next) implements Frame {}
}
