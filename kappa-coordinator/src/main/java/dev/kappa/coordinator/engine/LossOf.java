package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.platform.InvokeOutcome;
import java.time.Duration;
import java.util.Locale;

/**
 * What the end of an invocation means for the task that its worker had.
 *
 * @param kind how the task lost its worker
 * @param message what is told of it
 */
record LossOf(Command.Loss kind, String message) {
  /** Of a worker's answer, in characters. */
  private static final int MOST_TOLD = 500;

  /**
   * {@return the loss}
   *
   * @param limit how long an invocation may take
   */
  static LossOf by(InvokeOutcome how, Duration limit) {
    return switch (how) {
      // It did not die, but did not get through to us: that must not go on for ever.
      case InvokeOutcome.Returned r -> new LossOf(Command.Loss.RETURNED, answer(r.payload()));
      case InvokeOutcome.Failed f -> failed(f, limit);
    };
  }

  private static LossOf failed(InvokeOutcome.Failed how, Duration limit) {
    return switch (how.error().rule().task()) {
      case NONE, UNKNOWN -> new LossOf(Command.Loss.ORPHANED, how.error() + ", " + how.message());
      case COUNTS ->
          switch (how.error().rule().ofTask()) {
            case FUNCTION_TIMEOUT ->
                new LossOf(Command.Loss.TIMED_OUT, "it was ended after " + text(limit));
            case OUT_OF_MEMORY -> new LossOf(Command.Loss.OUT_OF_MEMORY, how.message());
            case PAYLOAD_TOO_LARGE -> new LossOf(Command.Loss.ANSWER_TOO_LARGE, how.message());
            case WORKER_RETURNED -> new LossOf(Command.Loss.RETURNED, how.message());
            default -> new LossOf(Command.Loss.CRASHED, how.error() + ", " + how.message());
          };
    };
  }

  /** {@return why a worker has returned, as it says itself} */
  private static String answer(byte[] payload) {
    return payload.length == 0 ? "it said nothing" : "it said " + AnswerText.of(payload, MOST_TOLD);
  }

  private static String text(Duration limit) {
    return limit.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
