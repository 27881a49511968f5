package dev.kappa.handler;

import dev.kappa.error.KappaException;
import dev.kappa.error.RemoteError;
import dev.kappa.wire.Failure;

/** Stands for an error of which only the description is at hand. */
final class StoredError extends KappaException implements RemoteError {
  private final transient Failure failure;

  StoredError(Failure failure) {
    super(Failures.code(failure.code()), failure.message());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }

  @Override
  public String originalType() {
    return failure.type();
  }
}
