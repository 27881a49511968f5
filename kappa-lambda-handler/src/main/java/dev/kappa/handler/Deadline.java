package dev.kappa.handler;

import java.time.Duration;

/** When an invocation is over. */
@FunctionalInterface
public interface Deadline {
  /** {@return how many milliseconds are left; zero or less when it is over} */
  long remainingMillis();

  /** {@return a deadline that is {@code time} from now} */
  static Deadline in(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return () -> (end - System.nanoTime()) / 1_000_000;
  }
}
