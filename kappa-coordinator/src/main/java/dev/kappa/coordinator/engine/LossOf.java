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
  /**
   * {@return the loss}
   *
   * @param limit how long an invocation may take
   */
  static LossOf by(InvokeOutcome how, Duration limit) {
    return switch (how) {
      // One that returned while it had a task did not get through to us: it did not die.
      case InvokeOutcome.Returned r -> new LossOf(Command.Loss.ORPHANED, r.toString());
      case InvokeOutcome.FunctionFailed f when f.kind() == InvokeOutcome.Kind.TIMEOUT ->
          new LossOf(Command.Loss.TIMED_OUT, "it was ended after " + text(limit));
      case InvokeOutcome.FunctionFailed f ->
          new LossOf(Command.Loss.CRASHED, f.kind() + ", " + f.message());
      case InvokeOutcome.Throttled t -> new LossOf(Command.Loss.CRASHED, t.toString());
      case InvokeOutcome.TooLarge t -> new LossOf(Command.Loss.CRASHED, t.toString());
      case InvokeOutcome.Unreachable u -> new LossOf(Command.Loss.CRASHED, u.toString());
    };
  }

  private static String text(Duration limit) {
    return limit.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
