package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;

/**
 * The worker of a step that runs at most once ({@link Step#once}) died, or was taken for dead,
 * after the step may have begun: whether it did what it was to do is not known. It is not run
 * again. {@link Task#recover} can find out and go on; {@link Task#retry} runs the step again only
 * if its policy names this class.
 */
public final class StepInDoubtException extends KappaException {
  /** Says which step. */
  public StepInDoubtException(String message) {
    super(ErrorCode.STEP_IN_DOUBT, message);
  }
}
