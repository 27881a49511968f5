package dev.kappa.interpreter;

import org.jspecify.annotations.Nullable;

/** What the machine's loop does next. */
sealed interface Focus {
  /** Does an instruction. */
  record Evaluate(Instruction instruction) implements Focus {}

  /** Gives a value to the topmost frame. */
  record Give(@Nullable Object value) implements Focus {}

  /**
   * Gives an error to the topmost frame.
   *
   * @param place where it was thrown, for people
   */
  record Raise(Throwable error, @Nullable String place) implements Focus {}
}
