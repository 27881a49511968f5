package dev.kappa.coordinator.api;

/** How far a run is. */
public enum RunStatus {
  /** Not ended: it has something to do, or waits for something. */
  RUNNING,
  /** Ended with a result. */
  SUCCEEDED,
  /** Ended with an error. */
  FAILED,
  /** Ended because someone asked for it. */
  CANCELLED;

  /** {@return whether a run of this status can't change any more} */
  public boolean ended() {
    return this != RUNNING;
  }
}
