package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;

/**
 * What was given a time limit took longer: see {@link Task#timeout}. It can be caught like any
 * other error, around what was limited.
 */
public final class TimedOutException extends KappaException {
  /** Says what took too long. */
  public TimedOutException(String message) {
    super(ErrorCode.TIMED_OUT, message);
  }
}
