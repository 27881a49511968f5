package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;

/**
 * A task that was awaited, or a run, was cancelled. Whoever awaits it can catch this like any other
 * error. The task itself can't catch its own cancellation: of all that is around the place where it
 * waits, only {@link Task#ensure}, the release of {@link Task#using} and what a {@link Task#saga}
 * undoes run on it.
 */
public final class CancelledException extends KappaException {
  /** Says what was cancelled. */
  public CancelledException(String message) {
    super(ErrorCode.CANCELLED, message);
  }
}
