package dev.kappa.tests.simulation;

import java.util.concurrent.atomic.AtomicLong;

/** How much was simulated. */
final class Tally {
  private static final long BEGIN = System.nanoTime();
  private static final AtomicLong WORLDS = new AtomicLong();
  private static final AtomicLong RETURNING = new AtomicLong();
  private static final AtomicLong RUNS = new AtomicLong();
  private static final AtomicLong FAULTS = new AtomicLong();

  private Tally() {}

  static void count(World world, Setting setting) {
    WORLDS.incrementAndGet();
    RETURNING.addAndGet(setting.returns() ? 1 : 0);
    RUNS.addAndGet(setting.runs());
    FAULTS.addAndGet(world.happened());
  }

  /** {@return what was simulated so far, and how fast} */
  static String text() {
    double minutes = (System.nanoTime() - BEGIN) / 60e9;
    return "simulated %d runs in %d worlds, in %d of them with functions that return what they did, with %d faults: %.0f runs, %.0f worlds and %.0f faults a minute"
        .formatted(
            RUNS.get(),
            WORLDS.get(),
            RETURNING.get(),
            FAULTS.get(),
            RUNS.get() / minutes,
            WORLDS.get() / minutes,
            FAULTS.get() / minutes);
  }
}
