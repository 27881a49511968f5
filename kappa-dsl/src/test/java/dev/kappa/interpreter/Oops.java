package dev.kappa.interpreter;

/** An error of a test program's. */
class Oops extends RuntimeException {
  Oops(String message) {
    super(message);
  }

  /** One that is caught as its parent is. */
  static final class Worse extends Oops {
    Worse(String message) {
      super(message);
    }
  }

  /** One that is checked. */
  static final class Checked extends Exception {
    Checked(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
