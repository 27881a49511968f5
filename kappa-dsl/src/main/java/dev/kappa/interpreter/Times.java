package dev.kappa.interpreter;

import java.time.Duration;
import java.time.Instant;

/**
 * Times in milliseconds since 1970; what is further away than a long can say is as far as it can.
 */
final class Times {
  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private Times() {}

  /** {@return {@code time}, and 1970 for what is before} */
  static long millis(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return time.isBefore(LAST) ? time.toEpochMilli() : Long.MAX_VALUE;
  }

  /** {@return the time {@code duration} after {@code now}, and {@code now} if that is past} */
  static long after(long now, Duration duration) {
    if (duration.isNegative()) {
      return now;
    }
    boolean far = duration.compareTo(Duration.ofMillis(Long.MAX_VALUE - now)) >= 0;
    return far ? Long.MAX_VALUE : now + duration.toMillis();
  }
}
