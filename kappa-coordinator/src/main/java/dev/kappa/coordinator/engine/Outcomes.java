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
        new Failure(error.code(), type, error.message(), error.step(), error.trace(), null));
  }

  /** {@return why nothing more can be heard of a run; null if it is to be asked again} */
  static Next.@Nullable End of(Next.Elsewhere asked, @Nullable Throwable error) {
    if (!(error instanceof KappaException e)) {
      return null;
    }
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
