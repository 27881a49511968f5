package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;

/**
 * The run or the task was cancelled. {@link Task#ensure} runs on it; {@link Task#recover} and
 * {@link Task#retry} let it pass.
 */
public final class CancelledException extends KappaException {
  /** Says what was cancelled. */
  public CancelledException(String message) {
    super(ErrorCode.CANCELLED, message);
  }
}
