package dev.kappa.tests.simulation;

/** A worker whose attempt is over needs a blob that was dropped. It can do nothing any more. */
final class BlobGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BlobGoneException(String name) {
    super("blob " + name + " is gone");
  }
}
