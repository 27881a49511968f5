package dev.kappa.coordinator.api.client;

import java.time.Duration;

/**
 * How long a client tries again while the coordinator does not answer.
 *
 * @param first for the client's first request
 * @param later after an answer: a coordinator that was there may be starting again
 */
public record Patience(Duration first, Duration later) {
  /** One try. */
  public static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO);

  /** Five seconds, then ten minutes. */
  public static final Patience DEFAULT =
      new Patience(Duration.ofSeconds(5), Duration.ofMinutes(10));
}
