package dev.kappa.error;

/**
 * A deadline has passed. It goes through all frames up to the one of the deadline, which makes a
 * {@link dev.kappa.TimedOutException} of it: what is broken off can't catch it, only clean up.
 */
public final class Expiry extends KappaException {
  /** Says what has passed. */
  public Expiry(String message) {
    super(ErrorCode.TIMED_OUT, message);
  }
}
