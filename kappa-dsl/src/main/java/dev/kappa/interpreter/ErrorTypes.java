package dev.kappa.interpreter;

import dev.kappa.CancelledException;

/** Matches errors with the names of classes, so that a frame needs no class to be loaded. */
public final class ErrorTypes {
  private ErrorTypes() {}

  /**
   * {@return whether {@code error} is of the class named {@code type} or of one that extends it} A
   * cancellation matches nothing: it can't be caught.
   */
  public static boolean matches(Throwable error, String type) {
    if (error instanceof CancelledException) {
      return false;
    }
    for (Class<?> c = error.getClass(); c != null; c = c.getSuperclass()) {
      if (c.getName().equals(type)) {
        return true;
      }
    }
    return error instanceof RemoteError remote && remote.originalType().equals(type);
  }

  /** An error whose own class is not at hand, and that stands for one that is named. */
  public interface RemoteError {
    /** {@return the name of the class that was thrown} */
    String originalType();
  }
}
