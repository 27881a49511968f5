package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;

/**
 * A value that can't be stored. The message says where the value is, its type, and what to do
 * instead.
 */
public final class NotEncodableException extends KappaException {
  /** Reports {@code message} under {@link ErrorCode#NOT_ENCODABLE}. */
  public NotEncodableException(String message) {
    super(ErrorCode.NOT_ENCODABLE, message);
  }

  /** Reports {@code message} under {@link ErrorCode#NOT_ENCODABLE}, caused by {@code cause}. */
  public NotEncodableException(String message, @Nullable Throwable cause) {
    super(ErrorCode.NOT_ENCODABLE, message, cause);
  }
}
