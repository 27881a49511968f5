package dev.kappa.coordinator.api;

import dev.kappa.upgrade.Held;

/**
 * A piece of the application's code that stored values hold.
 *
 * @param held what
 * @param count about how many times
 * @param run the id of a run that holds it
 */
public record HeldCount(Held held, long count, String run) {
  /** {@return of both} */
  public HeldCount plus(HeldCount other) {
    return new HeldCount(held, count + other.count, run);
  }
}
