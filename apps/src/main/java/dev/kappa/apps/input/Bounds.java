package dev.kappa.apps.input;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;

/** Checks of numbers in a workflow's input. */
public final class Bounds {
  private Bounds() {}

  /**
   * {@return {@code value}}
   *
   * @param field the input's field that holds it
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if it is not in {@code least} to
   *     {@code most}
   */
  public static long check(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input." + field + ": " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }
}
