package dev.kappa.coordinator.engine;

/**
 * Whether this coordinator may speak for one partition: its lease holds, and since that was over
 * last the store has said that the partition is still its own.
 */
final class Term {
  private final Tenure tenure;
  private long lapses;

  /** Begins with a partition that was taken over just now. */
  Term(Tenure tenure) {
    this.tenure = tenure;
    this.lapses = tenure.lapses();
  }

  boolean holds() {
    return tenure.holds() && lapses == tenure.lapses();
  }

  /**
   * The store was asked when the lease had been over so often, and knows no other owner. An answer
   * may come after that to a later question.
   */
  void reaffirmed(long whenAsked) {
    lapses = Math.max(lapses, whenAsked);
  }
}
