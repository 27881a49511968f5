package dev.kappa.coordinator.engine;

/**
 * Until when this coordinator may speak for its partitions. Nobody takes one over before; after it,
 * somebody may have done so, and what is in memory may be outdated.
 */
final class Tenure {
  private final Time time;
  private boolean begun;
  private long until;
  private long lapses;

  Tenure(Time time) {
    this.time = time;
  }

  boolean holds() {
    return begun && time.nanoTime() - until < 0;
  }

  /** It holds until then. */
  void renew(long nanoTime) {
    begun = true;
    until = nanoTime;
  }

  /** It is over, or was for a while: others may have taken what this coordinator had. */
  void lapse() {
    begun = false;
    lapses++;
  }

  /** {@return how often it was over since it began; that it had to begin does not count} */
  long interruptions() {
    return Math.max(0, lapses - 1);
  }

  /** {@return how often it was over} */
  long lapses() {
    return lapses;
  }
}
