package dev.kappa.coordinator.store;

import java.time.Duration;

/**
 * How often a store could not be used so far, and for how long in all.
 *
 * @param count one that goes on included
 * @param total the time of one that goes on included, as far as it has passed
 */
public record Outages(long count, Duration total) {
  /** There was none. */
  public static final Outages NONE = new Outages(0, Duration.ZERO);
}
