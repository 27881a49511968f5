package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;

/** Refuses arguments: with one code, and texts of one form. */
final class Arguments {
  private Arguments() {}

  /** {@return {@code value}, which may not be null} */
  static <T> T given(String name, @Nullable T value) {
    if (value == null) {
      throw invalid(name, null, "not null");
    }
    return value;
  }

  /** {@return {@code value}, which has to be in a range} */
  static int between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      String range = most == Integer.MAX_VALUE ? ">= " + least : least + ".." + most;
      throw invalid(name, value, range);
    }
    return value;
  }

  /** {@return {@code name}, which has to be one} */
  static String name(String what, String name) {
    if (!given(what + " name", name).matches("[A-Za-z0-9._-]{1,100}")) {
      throw invalid(what + " name", "'" + name + "'", "1 to 100 letters, digits, '-', '_' or '.'");
    }
    return name;
  }

  static KappaException invalid(String problem) {
    return new KappaException(ErrorCode.INVALID_ARGUMENT, problem);
  }

  static KappaException invalid(String name, @Nullable Object value, String expected) {
    return new KappaException(
        ErrorCode.INVALID_ARGUMENT, name + ": " + value + " (expected: " + expected + ")");
  }
}
