package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.DurationText;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.Locale;

/** What an option may say. All else is {@code BAD_REQUEST}. */
final class Range {
  private Range() {}

  /** {@return {@code value}, which is in the range} */
  static int within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
    return value;
  }

  /** {@return the duration that {@code text} says, which is in the range} */
  static Duration within(String option, String text, Duration least, Duration most) {
    Duration value = DurationText.parse(option, text);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "%s: %s (expected: %s to %s)".formatted(option, text, shown(least), shown(most)));
    }
    return value;
  }

  /** {@return a duration as an option says it} */
  static String shown(Duration time) {
    if (time.toDays() > 1 && time.equals(Duration.ofDays(time.toDays()))) {
      return time.toDays() + "d";
    }
    return time.compareTo(Duration.ofSeconds(1)) < 0
        ? time.toMillis() + "ms"
        : time.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
