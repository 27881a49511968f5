package dev.kappa.coordinator.api.client;

import java.time.Duration;

/**
 * How long one try may take.
 *
 * @param connect until there is a connection
 * @param answer until there is an answer, beside what the coordinator is asked to wait
 */
record Timeouts(Duration connect, Duration answer) {
  /** A coordinator may itself wait for Redis, or for another coordinator. */
  static final Timeouts OF_CLIENTS = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(90));
}
