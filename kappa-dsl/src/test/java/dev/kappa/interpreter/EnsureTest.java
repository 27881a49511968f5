package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Task;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import dev.kappa.local.LocalRun;
import dev.kappa.local.Mode;
import dev.kappa.wire.Next;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs whatever happens, and cancellation. */
class EnsureTest {
  private static Task<Void> note(String what) {
    return Task.run("note", () -> Journal.note(what));
  }

  private static Task<Void> fail(String what) {
    return Task.run(
        "fail",
        () -> {
          Journal.note(what);
          throw new Oops(what);
        });
  }

  static Iterable<Mode> modes() {
    return Everywhere.MODES;
  }

  @Test
  void finalizerRunsAfterAValue() {
    Everywhere.End end = Everywhere.end(Task.step("s", () -> "kept").ensure(note("after")));
    assertThat(end.value()).isEqualTo("kept");
    assertThat(end.notes()).containsExactly("after");
  }

  @Test
  void finalizerRunsAfterAnError() {
    Everywhere.End end = Everywhere.end(fail("why").ensure(note("after")));
    assertThat(end.error()).isEqualTo("dev.kappa.interpreter.Oops: why");
    assertThat(end.notes()).containsExactly("why", "after");
  }

  @Test
  void errorOfTheFinalizerAloneIsTheOutcome() {
    Everywhere.End end = Everywhere.end(note("body").ensure(fail("finally")));
    assertThat(end.error()).isEqualTo("dev.kappa.interpreter.Oops: finally");
  }

  @Test
  void errorOfTheFinalizerIsSuppressedByTheFirst() {
    Everywhere.End end = Everywhere.end(fail("first").ensure(fail("second")));
    assertThat(end.error())
        .isEqualTo(
            "dev.kappa.interpreter.Oops: first; suppressed: dev.kappa.interpreter.Oops: second");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void errorKeepsItsStepThroughFinalizersScopesAndSagas(Mode mode) {
    Task<?> program =
        Task.saga(
            () ->
                Task.step("paid", () -> "paid")
                    .compensate(paid -> note("refund"))
                    .then(paid -> Task.scope(() -> fail("why").ensure(note("after")))));
    LocalRun run = LocalRun.in(mode);
    assertThat(Everywhere.end(run, program).notes()).containsExactly("why", "after", "refund");
    assertThat(run.commits().getLast().next().next())
        .isInstanceOfSatisfying(
            Next.Failed.class, end -> assertThat(end.failure().step()).isEqualTo("fail"));
  }

  @Test
  void finalizersNestFromTheInside() {
    Everywhere.End end =
        Everywhere.end(
            fail("why")
                .ensure(note("inner").ensure(note("of the inner")))
                .recover(Oops.class, e -> note("recovered"))
                .ensure(note("outer")));
    assertThat(end.error()).isNull();
    assertThat(end.notes()).containsExactly("why", "inner", "of the inner", "recovered", "outer");
  }

  // ---- cancellation

  private static Everywhere.End cancelled(Mode mode, String when, Task<?> program) {
    return Everywhere.end(
        LocalRun.in(mode).cancelWhen(() -> Journal.notes().contains(when)), program);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void cancelledTaskRunsItsFinalizersAndNothingElse(Mode mode) {
    Everywhere.End end =
        cancelled(
            mode,
            "body",
            note("body")
                .then(() -> note("not reached"))
                .recover(Throwable.class, e -> note("not reached"))
                .ensure(note("inner"))
                .ensure(note("outer")));
    assertThat(end.error()).contains("CancelledException");
    assertThat(end.notes()).containsExactly("body", "inner", "outer");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void cancellationDoesNotReachAFinalizerThatRuns(Mode mode) {
    Everywhere.End end =
        cancelled(
            mode,
            "finally",
            note("body")
                .ensure(note("finally").then(() -> note("goes on")))
                .then(() -> note("not reached")));
    assertThat(end.error()).contains("CancelledException");
    assertThat(end.notes()).containsExactly("body", "finally", "goes on");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void cancellationIsToldAgainAfterNoFinalizer(Mode mode) {
    Everywhere.End end =
        cancelled(
            mode,
            "body",
            note("body")
                .ensure(
                    note("a").then(() -> Task.sleep(Duration.ofDays(1))).then(() -> note("b"))));
    assertThat(end.notes()).containsExactly("body", "a", "b");
    assertThat(end.elapsed()).isEqualTo(Duration.ofDays(1).toMillis());
  }

  @ParameterizedTest
  @MethodSource("modes")
  void sleepingTaskIsWokenByACancellation(Mode mode) {
    Task<Void> sleeper = Task.sleep(Duration.ofDays(1)).ensure(note("woken"));
    Task<Void> program =
        Task.spawn(() -> note("child")).then(child -> sleeper).ensure(note("over"));
    Everywhere.End end = cancelled(mode, "child", program);
    assertThat(end.error()).contains("CancelledException");
    assertThat(end.notes()).containsExactly("child", "woken", "over");
    assertThat(end.elapsed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void cancelledTaskIsNotTriedAgain(Mode mode) {
    Everywhere.End end =
        cancelled(
            mode, "body", note("body").then(() -> note("no")).retry(dev.kappa.Retry.times(5)));
    assertThat(end.notes()).containsExactly("body");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void errorThatACancellationFindsIsSuppressedByIt(Mode mode) {
    Task<Void> program = fail("why").ensure(note("after")).then(() -> note("not reached"));
    Everywhere.End end = cancelled(mode, "why", program);
    assertThat(end.error()).startsWith("dev.kappa.CancelledException").contains("Oops: why");
    assertThat(end.notes()).containsExactly("why", "after");
  }
}
