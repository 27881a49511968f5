package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunDocumentTest {
  @Property
  void runComesBackEqual(
      @ForAll String id,
      @ForAll RunStatus status,
      @ForAll String message,
      @ForAll List<String> trace,
      @ForAll @LongRange(min = 0) long count) {
    RunView run =
        new RunView(
            id,
            "w" + id,
            status,
            status == RunStatus.SUCCEEDED
                ? JsonText.write(json -> json.writeString(message))
                : null,
            status == RunStatus.FAILED
                ? new ErrorView("KAPPA-301", "a.B", message, null, trace)
                : null,
            Instant.EPOCH,
            status.ended() ? Instant.MAX : null,
            count,
            status.ended() ? count : count / 2,
            count,
            count,
            count / 3,
            count % 3 == 0 ? Map.of() : Map.of("progress", "[" + count + "]", "a.b", "null"),
            warnings(message, count),
            count % 2 == 0 ? "" : "v" + count);
    assertThat(RunDocument.parse(RunDocument.of(run))).isEqualTo(run);
  }

  @Test
  void resultKeepsEachDigitOfItsNumbers() {
    String result = "[1.10,1e400,-0.0,123456789012345678901234567890,1E+2]";
    assertThat(RunDocument.parse(RunDocument.of(succeeded(result))).resultJson()).isEqualTo(result);
  }

  @Test
  void documentOfAFailureBeforeTheRunHasAllMembers() {
    KappaException failure = new KappaException(ErrorCode.FILE_NOT_FOUND, "no file \"a\"");
    assertThat(RunDocument.ofFailure(null, "w", failure))
        .isEqualTo(
            "{\"runId\":null,\"workflow\":\"w\",\"status\":\"FAILED\",\"result\":null,\"error\":"
                + "{\"code\":\"KAPPA-106\",\"type\":null,\"message\":\"no file \\\"a\\\"\",\"step\":null,"
                + "\"trace\":[]},\"startedAt\":null,\"endedAt\":null,\"tasks\":0,"
                + "\"invocations\":0,\"checkpoints\":0,\"attemptsLost\":0}");
  }

  @Test
  void documentWithoutARunIsRefused() {
    assertThatThrownBy(() -> RunDocument.parse("{\"status\":\"RUNNING\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a run without runId");
  }

  private static List<WarningView> warnings(String message, long count) {
    return count % 2 == 0
        ? List.of()
        : List.of(
            new WarningView(
                WarningView.Kind.PARKED, count, Instant.EPOCH, message, "KAPPA-203", message, "s"),
            new WarningView(
                WarningView.Kind.FAILED_UNAWAITED,
                1,
                Instant.EPOCH,
                "w (task 2.1)",
                "KAPPA-301",
                message,
                null),
            noWorker(message));
  }

  private static WarningView noWorker(String message) {
    return new WarningView(
        WarningView.Kind.NO_WORKER, 3, Instant.EPOCH, "w (task 2.1)", "KAPPA-508", message, null);
  }

  @Test
  void warningThatNoWorkerComesTellsHowOftenAndWhy() {
    assertThat(noWorker("no class app.Main").text())
        .isEqualTo(
            "no worker has come since 1970-01-01T00:00:00Z, 3 invocations in a row; Kappa goes on"
                + " trying; the first task that waits: w (task 2.1): KAPPA-508: no class app.Main");
  }

  @Test
  void warningsStandAtTheEndIfThereAreSome() {
    RunView run = succeeded("1");
    String plain = RunDocument.of(run);
    WarningView warning =
        new WarningView(
            WarningView.Kind.FAILED_UNAWAITED,
            3,
            Instant.EPOCH,
            "worker (task 2.1)",
            "KAPPA-301",
            "boom",
            "s");
    assertThat(RunDocument.of(succeeded("1", warning)))
        .isEqualTo(
            plain.substring(0, plain.length() - 1)
                + ",\"warnings\":[{\"kind\":\"FAILED_UNAWAITED\",\"count\":3,"
                + "\"since\":\"1970-01-01T00:00:00Z\",\"task\":\"worker (task 2.1)\","
                + "\"code\":\"KAPPA-301\",\"message\":\"boom\",\"step\":\"s\"}]}");
    assertThat(warning.text())
        .isEqualTo(
            "3 tasks failed and nobody awaited them; the first: worker (task 2.1): KAPPA-301: boom (in step s)");
  }

  private static RunView succeeded(@Nullable String result, WarningView... warnings) {
    return new RunView(
        "r",
        "w",
        RunStatus.SUCCEEDED,
        result,
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        1,
        1,
        1,
        0,
        Map.of(),
        List.of(warnings),
        "");
  }
}
