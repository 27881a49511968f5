package dev.kappa.apps.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times that mean the same in all workers of a machine. */
final class Clock {
  private Clock() {}

  /** {@return the nanoseconds since 1970} */
  static long now() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
  }
}
