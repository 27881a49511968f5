package dev.kappa;

import java.time.Duration;

/**
 * A while, as something to wait for in {@link Task#select}: made by {@link Task#after}. It begins
 * anew with each select.
 *
 * @param duration how long; a negative one is over at once
 */
record Timer(Duration duration) implements Source<Void> {
  /** Checks the duration. */
  Timer {
    Arguments.given("duration", duration);
  }
}
