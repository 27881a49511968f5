package dev.kappa.tests.soak;

/**
 * What a run may leave that is right nevertheless.
 *
 * @param forgotten whether what was acknowledged may have been lost: then only the result counts
 * @param ahead so many steps may be behind each other whose checkpoints nobody waits for, where a
 *     workflow says so; the worker of an attempt that was replaced may take them
 */
record Leeway(boolean forgotten, int ahead) {
  /** As many as may be unacknowledged. */
  private static final int UNACKNOWLEDGED = 64;

  /** For workers that are connected to a coordinator that loses nothing. */
  static final Leeway USUAL = new Leeway(false, UNACKNOWLEDGED);

  /**
   * {@return the one for a soak} What an invocation returns is all that it did: it does not hear
   * before that it was replaced.
   *
   * @param forgets whether the store may lose what it acknowledged
   */
  static Leeway of(SoakSettings settings, boolean forgets) {
    return new Leeway(forgets, settings.returning() ? Integer.MAX_VALUE : UNACKNOWLEDGED);
  }
}
