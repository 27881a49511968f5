package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.error.RemoteError;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception whose class can't be built again: it is not on this class path, or of a
 * part of the JDK that stored values may not name. Keeps the original's type name, message, cause,
 * suppressed exceptions and stack trace.
 */
public final class RemoteException extends KappaException implements RemoteError {
  private final String originalType;
  private final @Nullable String originalMessage;

  RemoteException(
      String originalType, @Nullable String originalMessage, @Nullable Throwable cause) {
    super(
        ErrorCode.STEP_FAILED,
        originalMessage == null ? originalType : originalType + ": " + originalMessage,
        cause);
    this.originalType = originalType;
    this.originalMessage = originalMessage;
  }

  @Override
  public String originalType() {
    return originalType;
  }

  /** {@return the message of the exception that was thrown} */
  public @Nullable String originalMessage() {
    return originalMessage;
  }
}
