package dev.kappa;

/** How a task goes on after a checkpoint. */
public enum Checkpoint {
  /** It waits until the checkpoint is durable. */
  SYNC,
  /**
   * It goes on at once. Checkpoints are applied strictly in order, and at most 64 of them or 4 MiB
   * are unacknowledged: past that it waits.
   */
  ASYNC
}
