package dev.kappa.interpreter;

import dev.kappa.Retry;
import dev.kappa.StepInDoubtException;
import dev.kappa.error.Cancellation;
import dev.kappa.error.Expiry;
import dev.kappa.error.RemoteError;

/** Matches errors with the names of classes, so that a frame needs no class to be loaded. */
public final class ErrorTypes {
  private ErrorTypes() {}

  /**
   * {@return whether {@code error} is of the class named {@code type} or of one that extends it} A
   * cancellation matches nothing, nor does a deadline on its way out: they can't be caught.
   */
  public static boolean matches(Throwable error, String type) {
    if (breaksOff(error)) {
      return false;
    }
    for (Class<?> c = error.getClass(); c != null; c = c.getSuperclass()) {
      if (c.getName().equals(type)) {
        return true;
      }
    }
    return error instanceof RemoteError remote && remote.originalType().equals(type);
  }

  /**
   * {@return whether {@code policy} is for {@code error}} It never is for what breaks off, and for
   * a step in doubt only if it names that.
   */
  static boolean triesAgain(Retry policy, Throwable error) {
    return policy.on().isEmpty()
        ? !breaksOff(error) && !(error instanceof StepInDoubtException)
        : policy.on().stream().anyMatch(type -> matches(error, type));
  }

  private static boolean breaksOff(Throwable error) {
    return error instanceof Cancellation || error instanceof Expiry;
  }

  /**
   * {@return whether {@code error} only stands for one of the class named {@code type}} It matches,
   * but what takes errors of that class can't be given it.
   */
  static boolean standsFor(Throwable error, String type) {
    return error instanceof RemoteError remote
        && remote.originalType().equals(type)
        && !error.getClass().getName().equals(type);
  }
}
