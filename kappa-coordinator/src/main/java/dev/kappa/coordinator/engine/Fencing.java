package dev.kappa.coordinator.engine;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The refusal of an owner whose partition is another's by now. */
final class Fencing {
  private Fencing() {}

  /** {@return whether that is why something failed} */
  static boolean isCause(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException e ? e.getCause() : error;
    return cause instanceof KappaException e && e.code() == ErrorCode.FENCED;
  }

  /** {@return what is said of a run that is not here} */
  static KappaException moved(String run) {
    return new KappaException(
        ErrorCode.FENCED,
        "run '%s' is not this coordinator's, or not any more; ask again".formatted(run));
  }

  static KappaException unknown(String run) {
    return new KappaException(
        ErrorCode.UNKNOWN_RUN,
        "there is no run '%s', or its retention time is over; 'kappa list' shows those that are"
            .formatted(run));
  }
}
