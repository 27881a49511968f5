package dev.kappa.error;

/**
 * The task is cancelled. It goes through all frames, and becomes a {@link
 * dev.kappa.CancelledException} for whoever awaits the task: what is broken off can't catch it,
 * only clean up.
 */
public final class Cancellation extends KappaException {
  /** Says what was cancelled. */
  public Cancellation(String message) {
    super(ErrorCode.CANCELLED, message);
  }
}
