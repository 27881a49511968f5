package dev.kappa.coordinator.core;

/**
 * When it is time to look for what nobody can reach. Not stored: a run that was loaded begins anew.
 *
 * @param events tasks and channels created, and tasks ended, since the last time
 * @param work what the last time cost
 */
record Pace(long events, long work) {
  /** It is not worth while for fewer. */
  private static final int FEW = 256;

  static final Pace START = new Pace(0, 0);

  static Pace after(long work) {
    return new Pace(0, work);
  }

  Pace event() {
    return new Pace(events + 1, work);
  }

  boolean due() {
    return events > Math.max(FEW, work);
  }
}
