package dev.kappa.coordinator.store;

/** What became of a batch. */
public enum BatchResult {
  /** All of it is stored, to the store's durability level, exactly once. */
  APPLIED,
  /**
   * None of it is stored: the partition has another owner, or the store lost what this owner wrote
   * before. What the owner holds of the partition in memory is not true any more.
   */
  FENCED
}
