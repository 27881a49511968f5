package dev.kappa.tests.simulation;

import java.util.concurrent.atomic.AtomicLong;

/** How much was simulated. */
final class Tally {
  private static final long BEGIN = System.nanoTime();
  private static final AtomicLong RUNS = new AtomicLong();
  private static final AtomicLong FAULTS = new AtomicLong();

  private Tally() {}

  static void count(World world) {
    RUNS.incrementAndGet();
    FAULTS.addAndGet(world.happened());
  }

  /** {@return what was simulated so far, and how fast} */
  static String text() {
    double minutes = (System.nanoTime() - BEGIN) / 60e9;
    return "simulated %d runs with %d faults: %.0f runs and %.0f faults a minute"
        .formatted(RUNS.get(), FAULTS.get(), RUNS.get() / minutes, FAULTS.get() / minutes);
  }
}
