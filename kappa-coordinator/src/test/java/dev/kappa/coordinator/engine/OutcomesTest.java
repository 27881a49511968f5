package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.ErrorView;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Next;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a run that was started came to, and when nothing more can come. */
final class OutcomesTest {
  private static final Next.Elsewhere TO_START =
      new Next.Elsewhere("key", "bill", new byte[] {'7'}, false);
  private static final Next.Elsewhere STARTED = TO_START.started();

  private static RunView view(
      RunStatus status, @Nullable String result, @Nullable ErrorView error) {
    Instant time = Instant.EPOCH;
    return new RunView(
        "run-1", "bill", status, result, error, time, time, 1, 1, 1, 1, 0, Map.of(), List.of(), "");
  }

  private static void assertFailed(Next.@Nullable End end, String code, String type, String text) {
    assertThat(end)
        .isInstanceOfSatisfying(
            Next.Failed.class,
            n -> {
              assertThat(n.failure().code()).isEqualTo(code);
              assertThat(n.failure().type()).isEqualTo(type);
              assertThat(n.failure().message()).contains(text);
            });
  }

  @Test
  void resultIsItsJson() {
    assertThat(Outcomes.of(view(RunStatus.SUCCEEDED, "{\"a\":1}", null)))
        .isInstanceOfSatisfying(
            Next.Completed.class, n -> assertThat(n.json()).isEqualTo("{\"a\":1}".getBytes(UTF_8)));
  }

  @Test
  void failureKeepsItsCodeTypeAndMessage() {
    ErrorView error = new ErrorView("KAPPA-301", "a.B", "no", "step", List.of("a.B: no"));
    assertFailed(Outcomes.of(view(RunStatus.FAILED, null, error)), "KAPPA-301", "a.B", "no");
  }

  @Test
  void cancelledRunIsACancellation() {
    ErrorView error = new ErrorView("KAPPA-303", null, "x", null, List.of());
    assertFailed(
        Outcomes.of(view(RunStatus.CANCELLED, null, error)),
        "KAPPA-303",
        "dev.kappa.CancelledException",
        "run run-1 of workflow 'bill' was cancelled");
  }

  @Test
  void whatCanNotBeStartedIsNotTriedAgain() {
    KappaException conflict = new KappaException(ErrorCode.IDEMPOTENCY_CONFLICT, "taken");
    assertFailed(
        Outcomes.of(TO_START, conflict),
        "KAPPA-107",
        KappaException.class.getName(),
        "of workflow 'bill' can't be started: taken");
  }

  @Test
  void startedRunThatIsKnownNoMoreIsGone() {
    KappaException unknown = new KappaException(ErrorCode.UNKNOWN_RUN, "none");
    assertFailed(
        Outcomes.of(STARTED, unknown),
        "KAPPA-309",
        KappaException.class.getName(),
        "run " + STARTED.run() + " of workflow 'bill' was started, but is not known any more");
  }

  @Test
  void allElseIsTriedAgain() {
    assertThat(Outcomes.of(TO_START, new KappaException(ErrorCode.OVERLOADED, "later"))).isNull();
    assertThat(Outcomes.of(STARTED, new KappaException(ErrorCode.FENCED, "moved"))).isNull();
    assertThat(Outcomes.of(STARTED, new IllegalStateException("closed"))).isNull();
  }
}
