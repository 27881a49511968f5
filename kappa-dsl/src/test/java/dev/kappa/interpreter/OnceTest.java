package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Retry;
import dev.kappa.Step;
import dev.kappa.StepInDoubtException;
import dev.kappa.Task;
import dev.kappa.error.KappaException;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import dev.kappa.local.LocalRun;
import dev.kappa.local.Mode;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Next;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that run at most once. */
class OnceTest {
  /** Dies after its second commit: the first is its past, the second says that the step begins. */
  private static final Mode DIES_IN_STEP = new Mode(Mode.ENDLESS, 1, 100, 100, false);

  private static Task<String> charge(String what) {
    return Task.step("charge " + what, Step.once(), () -> did(what))
        .recover(StepInDoubtException.class, e -> Task.value("doubt"));
  }

  private static String did(String what) {
    Journal.count(what);
    Journal.note(what);
    return what;
  }

  private static Task<String> program() {
    return Task.step("first", () -> "x")
        .then(x -> charge("a"))
        .and(a -> Task.spawn(() -> charge("b")).then(b -> b.await()))
        .and((a, b) -> Task.step("between", () -> "y").then(y -> charge("c")))
        .map((a, b, c) -> a + " " + b + " " + c);
  }

  private static Stream<Mode> modes() {
    return Stream.of(Mode.ENDLESS, 1, 2, 3, 7)
        .flatMap(
            fuel ->
                Stream.of(0, 1, 2, 3, 5)
                    .flatMap(
                        crash ->
                            Stream.of(
                                new Mode(fuel, crash, 100, 100, false),
                                new Mode(fuel, crash, 0, 1, false),
                                new Mode(fuel, crash, 100, 100, true))));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void stepRunsAtMostOnceWheneverItsWorkerDies(Mode mode) {
    Everywhere.End end = Everywhere.end(mode, program());

    assertThat(end.error()).isNull();
    assertThat(end.notes()).doesNotHaveDuplicates();
    String[] values = String.valueOf(end.value()).split(" ", -1);
    for (int i = 0; i < values.length; i++) {
      String name = String.valueOf((char) ('a' + i));
      assertThat(values[i]).isIn(name, "doubt");
      if (values[i].equals(name)) {
        assertThat(end.notes()).contains(name);
      }
    }
  }

  @Test
  void stepWhoseWorkerLivesRunsOnceAndGivesItsValue() {
    Everywhere.End end = Everywhere.end(Mode.STRAIGHT, program());

    assertThat(end.value()).isEqualTo("a b c");
    assertThat(end.notes()).containsExactly("a", "b", "c");
  }

  @Test
  void stepThatMayHaveBegunFailsInDoubt() {
    Task<String> program = Task.step("charge", Step.once(), () -> did("a"));
    LocalRun run = LocalRun.in(DIES_IN_STEP);

    assertThatThrownBy(() -> run.run(program))
        .isInstanceOf(StepInDoubtException.class)
        .hasMessageContaining("step 'charge' runs at most once")
        .extracting(e -> ((KappaException) e).code().text())
        .isEqualTo("KAPPA-308");
  }

  @Test
  void beginningIsCommittedWithAllThatCameBefore() {
    LocalRun run = LocalRun.in(Mode.STRAIGHT);
    Everywhere.end(run, Task.step("first", () -> "x").step("charge", Step.once(), x -> did(x)));

    List<Commit> commits = run.commits();
    assertThat(commits).hasSize(2);
    assertThat(commits.getFirst().next().steps()).isEqualTo(1);
    assertThat(commits.getFirst().next().next()).isInstanceOf(Next.Holding.class);
    assertThat(commits.getLast().next().next()).isInstanceOf(Next.Completed.class);
  }

  @Test
  void doubtIsTriedAgainOnlyIfItIsNamed() {
    Task<String> charge = Task.step("charge", Step.once(), () -> did("a"));

    assertThat(Everywhere.end(DIES_IN_STEP, charge.retry(Retry.times(3))).error())
        .contains("StepInDoubtException");
    Retry named = Retry.times(3).on(StepInDoubtException.class);
    assertThat(Everywhere.end(DIES_IN_STEP, charge.retry(named)).error())
        .contains("StepInDoubtException");
  }

  @Test
  void errorOfItsOwnIsTriedAgain() {
    Task<Integer> flaky =
        Task.step("flaky", Step.once(), () -> Journal.count("try"))
            .step(
                "check",
                Step.once(),
                n -> {
                  if (n < 3) {
                    throw new Oops("try " + n);
                  }
                  return n;
                });

    assertThat(Everywhere.end(Mode.STRAIGHT, flaky.retry(Retry.times(3))).value()).isEqualTo(3);
  }

  @Test
  void stepOfATupleHasItsValues() {
    Task<String> both =
        Task.value("a").and(Task.value(2)).step("join", Step.once(), (a, b) -> a + b);

    assertThat(Everywhere.end(Mode.STRAIGHT, both).value()).isEqualTo("a2");
  }

  @Test
  void cancellationThatComesWithTheBeginningKeepsTheStepFromRunning() {
    int[] asked = {0};
    LocalRun run = LocalRun.in(Mode.STRAIGHT).cancelWhen(() -> ++asked[0] > 1);

    Everywhere.End end =
        Everywhere.end(
            run,
            Task.step("charge", Step.once(), () -> did("a"))
                .ensure(Task.run("undo", () -> did("undo"))));

    assertThat(end.error()).contains("CancelledException");
    assertThat(end.notes()).doesNotContain("a");
  }

  @Test
  void whatKilledWorkersBeforeIsNotBlamedOnTheStepAfterTheOneInDoubt() {
    Failure crashed = Failure.of("KAPPA-302", "x", "died three times", null);
    LocalRun run = LocalRun.in(Mode.STRAIGHT).poisoned(crashed);

    Everywhere.End end = Everywhere.end(run, charge("a").then(a -> charge("b")));

    assertThat(end.error()).as("the first step is blamed, and was not begun").contains("died");
    assertThat(end.notes()).isEmpty();
  }

  @Test
  void limitHasToBeOne() {
    assertThatThrownBy(() -> Step.within(Duration.ZERO))
        .hasMessage("limit: PT0S (expected: >= PT0.001S)");
    assertThat(Step.once().timeLimit(Duration.ofSeconds(1)))
        .isEqualTo(new Step(true, Duration.ofSeconds(1)));
  }

  @Test
  void limitIsStoredWithTheStep() {
    Task<String> slow =
        Task.sleep(Duration.ofHours(1))
            .step("slow", Step.within(Duration.ofSeconds(5)), nothing -> did("slow"));

    assertThat(Everywhere.value(slow)).isEqualTo("slow");
  }
}
