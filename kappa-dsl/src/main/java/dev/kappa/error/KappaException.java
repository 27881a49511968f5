package dev.kappa.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that Kappa reports, with its stable code. The message says what, where and what to do.
 */
public class KappaException extends RuntimeException {
  private final ErrorCode code;

  /** Reports {@code message} under {@code code}. */
  public KappaException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** Reports {@code message} under {@code code}, caused by {@code cause}. */
  public KappaException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** {@return the stable code} */
  public ErrorCode code() {
    return code;
  }
}
