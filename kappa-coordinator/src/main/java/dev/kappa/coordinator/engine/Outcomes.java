package dev.kappa.coordinator.engine;

import dev.kappa.CancelledException;
import dev.kappa.coordinator.api.ErrorView;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What other runs came to, as the tasks that stand for them come to it. */
final class Outcomes {
  /** After these, asking again is no use. */
  private static final Set<ErrorCode> FINAL =
      Set.of(
          ErrorCode.UNKNOWN_WORKFLOW,
          ErrorCode.IDEMPOTENCY_CONFLICT,
          ErrorCode.BAD_REQUEST,
          ErrorCode.INVALID_INPUT,
          ErrorCode.PAYLOAD_TOO_LARGE);

  /** After these, a signal can't come any more. */
  private static final Set<ErrorCode> FINAL_FOR_SIGNALS =
      Set.of(
          ErrorCode.UNKNOWN_RUN,
          ErrorCode.RUN_ENDED,
          ErrorCode.RUN_TOO_LARGE,
          ErrorCode.IDEMPOTENCY_CONFLICT,
          ErrorCode.BAD_REQUEST,
          ErrorCode.INVALID_INPUT,
          ErrorCode.PAYLOAD_TOO_LARGE);

  /** So many lines of what another run tells of its error are passed on. */
  private static final int LINES = 400;

  private Outcomes() {}

  /** {@return what a run came to that has ended} */
  static Next.End of(RunView run) {
    if (run.status() == RunStatus.SUCCEEDED) {
      String json = Objects.requireNonNullElse(run.resultJson(), "null");
      return new Next.Completed(Payload.NONE, json.getBytes(StandardCharsets.UTF_8));
    }
    ErrorView error = run.error();
    String message = "run %s of workflow '%s' was cancelled".formatted(run.runId(), run.workflow());
    if (run.status() == RunStatus.CANCELLED || error == null) {
      return failed(ErrorCode.CANCELLED, CancelledException.class, message);
    }
    String type = Objects.requireNonNullElse(error.type(), KappaException.class.getName());
    return new Next.Failed(
        new Failure(
            error.code(),
            type,
            error.message(),
            error.step(),
            error.trace().stream().limit(LINES).map(Outcomes::ofAnother).toList(),
            null));
  }

  /** Who spawned a task of the other run is told beside who spawned what stands for that here. */
  private static String ofAnother(String line) {
    return line.startsWith(Failure.IN_TASK) || line.startsWith("spawned by ") ? "  " + line : line;
  }

  /** {@return why nothing more can be heard of a run; null if it is to be asked again} */
  static Next.@Nullable End of(Next.Abroad asked, @Nullable Throwable error) {
    if (!(error instanceof KappaException e)) {
      return null;
    }
    return switch (asked) {
      case Next.Elsewhere a -> of(a, e);
      case Next.Tell a -> of(a, e);
      case Next.Permit a -> null;
    };
  }

  private static Next.@Nullable End of(Next.Tell asked, KappaException e) {
    String message =
        "signal '%s' can't be given to run %s: %s"
            .formatted(asked.signal(), asked.run(), e.getMessage());
    return FINAL_FOR_SIGNALS.contains(e.code())
        ? failed(e.code(), KappaException.class, message)
        : null;
  }

  private static Next.@Nullable End of(Next.Elsewhere asked, KappaException e) {
    String which = "run %s of workflow '%s'".formatted(asked.run(), asked.workflow());
    if (asked.input() == null && e.code() == ErrorCode.UNKNOWN_RUN) {
      String why =
          " was started, but is not known any more: its retention time is over, or the store has lost it";
      return failed(ErrorCode.OTHER_RUN_GONE, KappaException.class, which + why);
    }
    return FINAL.contains(e.code())
        ? failed(e.code(), KappaException.class, which + " can't be started: " + e.getMessage())
        : null;
  }

  private static Next.End failed(ErrorCode code, Class<?> type, String message) {
    return new Next.Failed(
        new Failure(code.text(), type.getName(), message, null, List.of(), null));
  }
}
