package dev.kappa.coordinator.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: 100 ms doubled up to 5 s, less up to half of it at random.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long MAX_MILLIS = 5_000;

  private Backoff() {}

  /** {@return how long to wait after {@code failures} failures in a row, from 0} */
  static Duration after(int failures) {
    long full = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures, 16));
    return Duration.ofMillis(full - ThreadLocalRandom.current().nextLong(full / 2 + 1));
  }
}
