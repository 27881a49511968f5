package dev.kappa.wire;

/** Bytes that are no message. The connection that they came on is of no more use. */
public final class MalformedMessageException extends RuntimeException {
  /** Says what is wrong. */
  public MalformedMessageException(String message) {
    super(message);
  }
}
