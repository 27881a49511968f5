package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Checkpoint;
import dev.kappa.Task;
import dev.kappa.TaskContext;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import dev.kappa.local.LocalRun;
import dev.kappa.local.Mode;
import io.vavr.Tuple;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values, steps and sequences of them. */
class SequenceTest {
  @Test
  void valueIsGiven() {
    assertThat(Everywhere.value(Task.value("a"))).isEqualTo("a");
    assertThat(Everywhere.value(Task.value(null))).isNull();
    assertThat(Everywhere.value(Task.done())).isNull();
  }

  @Test
  void stepGivesWhatItsBodyGives() {
    assertThat(Everywhere.value(Task.step("one", () -> 1))).isEqualTo(1);
    assertThat(Everywhere.value(Task.value(1).step("more", x -> x + 1))).isEqualTo(2);
  }

  @Test
  void runGivesNothing() {
    Everywhere.End end =
        Everywhere.end(
            Task.run("first", () -> Journal.note("first"))
                .then(() -> Task.value("x"))
                .run("second", Journal::note));
    assertThat(end.value()).isNull();
    assertThat(end.notes()).containsExactly("first", "x");
  }

  @Test
  void mapComputes() {
    assertThat(Everywhere.value(Task.value(2).map(x -> x * 3).map(x -> "is " + x)))
        .isEqualTo("is 6");
  }

  @Test
  void mapThatThrowsFailsTheTask() {
    assertThat(Everywhere.error(Task.value(0).map(x -> 1 / x))).contains("/ by zero");
  }

  @Test
  void thenRunsTheNextTaskWithTheValue() {
    assertThat(Everywhere.value(Task.value(2).then(x -> Task.step("s", () -> x + 1)))).isEqualTo(3);
  }

  private static Task<String> name(int n) {
    return Task.step("name", () -> "n" + n);
  }

  @Test
  void andTakesATaskOrAMethodThatMakesOne() {
    Task<Integer> one = Task.step("one", () -> 1);
    assertThat(Everywhere.value(one.and(name(7)).map((n, text) -> n + text))).isEqualTo("1n7");
    assertThat(Everywhere.value(one.and(SequenceTest::name).map((n, text) -> n + text)))
        .isEqualTo("1n1");
    assertThat(Everywhere.value(one.and(one).and((a, b) -> one).map((a, b, c) -> a + b + c)))
        .isEqualTo(3);
  }

  @Test
  void andOfATaskThatFailsFails() {
    assertThat(Everywhere.error(Task.value(1).and(Task.fail(new Oops("second")))))
        .contains("second");
    assertThat(Everywhere.error(Task.fail(new Oops("first")).and(Task.value(1)))).contains("first");
  }

  @Test
  void thenWithoutArgumentDropsTheValue() {
    assertThat(Everywhere.value(Task.value(2).then(() -> Task.value("next")))).isEqualTo("next");
  }

  @Test
  @SuppressWarnings("NullAway") // what is tested
  void lambdaThatGivesNoTaskFailsWithAReason() {
    assertThat(Everywhere.error(Task.value(2).then(x -> null)))
        .contains("the lambda's task: null (expected: a Task)");
  }

  @Test
  void deferBuildsWhenItIsReached() {
    Task<Integer> late =
        Task.step("count", () -> Journal.count("x")).then(() -> Task.defer(() -> Task.value(7)));
    assertThat(Everywhere.value(late)).isEqualTo(7);
  }

  @Test
  void deferThatThrowsFailsTheTask() {
    assertThat(Everywhere.error(Task.defer(SequenceTest::broken))).contains("broken");
  }

  private static Task<String> broken() {
    throw new IllegalStateException("broken");
  }

  @Test
  void alsoKeepsTheFirstValue() {
    Everywhere.End end =
        Everywhere.end(Task.value("kept").also(x -> Task.run("note", () -> Journal.note(x))));
    assertThat(end.value()).isEqualTo("kept");
    assertThat(end.notes()).containsExactly("kept");
  }

  @Test
  void andKeepsBothValues() {
    assertThat(Everywhere.value(Task.value(1).and(a -> Task.value("b" + a))))
        .isEqualTo(Tuple.of(1, "b1"));
    assertThat(Everywhere.value(Task.value(1).and(a -> Task.value(2L)).map((a, b) -> a + b)))
        .isEqualTo(3L);
  }

  @Test
  void andKeepsNulls() {
    assertThat(Everywhere.value(Task.done().and(a -> Task.done()))).isEqualTo(Tuple.of(null, null));
  }

  @Test
  void twoValuesGoThroughEachMethod() {
    assertThat(
            Everywhere.value(
                Task.value(1)
                    .and(a -> Task.value(2))
                    .also((a, b) -> Task.run("note", () -> Journal.note(a + "," + b)))
                    .then((a, b) -> Task.value(a + b))))
        .isEqualTo(3);
    assertThat(
            Everywhere.value(Task.value(1).and(a -> Task.value(2)).step("s", (a, b) -> 10 * a + b)))
        .isEqualTo(12);
  }

  @Test
  void threeValuesGoThroughEachMethod() {
    assertThat(
            Everywhere.value(
                Task.value(1)
                    .and(a -> Task.value(2))
                    .and((a, b) -> Task.value(a + b))
                    .also((a, b, c) -> Task.run("note", () -> Journal.note("" + a + b + c)))
                    .map((a, b, c) -> List.of(a, b, c))))
        .isEqualTo(List.of(1, 2, 3));
    assertThat(
            Everywhere.value(
                Task.value(1)
                    .and(a -> Task.value(2))
                    .and((a, b) -> Task.value(3))
                    .then((a, b, c) -> Task.value(a + b + c))))
        .isEqualTo(6);
    assertThat(
            Everywhere.value(
                Task.value(1)
                    .and(a -> Task.value(2))
                    .and((a, b) -> Task.value(3))
                    .step("s", (a, b, c) -> 100 * a + 10 * b + c)))
        .isEqualTo(123);
  }

  @Test
  void fourValuesGoThroughEachMethod() {
    assertThat(
            Everywhere.value(
                Task.value(1)
                    .and(a -> Task.value(2))
                    .and((a, b) -> Task.value(3))
                    .and((a, b, c) -> Task.value(a + b + c))
                    .also((a, b, c, d) -> Task.run("note", () -> Journal.note("" + d)))
                    .map((a, b, c, d) -> List.of(a, b, c, d))))
        .isEqualTo(List.of(1, 2, 3, 6));
    assertThat(
            Everywhere.value(
                Task.value(1)
                    .and(a -> Task.value(2))
                    .and((a, b) -> Task.value(3))
                    .and((a, b, c) -> Task.value(4))
                    .then((a, b, c, d) -> Task.value(a + b + c + d))))
        .isEqualTo(10);
    assertThat(
            Everywhere.value(
                Task.value(1)
                    .and(a -> Task.value(2))
                    .and((a, b) -> Task.value(3))
                    .and((a, b, c) -> Task.value(4))
                    .step("s", (a, b, c, d) -> 1000 * a + 100 * b + 10 * c + d)))
        .isEqualTo(1234);
  }

  @Test
  void taskIsAValueThatAStepCanGive() {
    assertThat(Everywhere.value(Task.step("s", () -> Task.value(3)).then(inner -> inner)))
        .isEqualTo(3);
  }

  @Test
  void checkpointCommitsAndGoesOn() {
    LocalRun run = LocalRun.in(Mode.STRAIGHT);
    Task<Integer> program =
        Task.checkpoint(Checkpoint.SYNC)
            .then(() -> Task.checkpoint(Checkpoint.ASYNC))
            .then(() -> Task.value(1));
    assertThat(run.run(program)).isEqualTo(1);
    assertThat(run.commits()).as("two checkpoints and the end").hasSize(3);
    assertThat(Everywhere.value(program)).isEqualTo(1);
  }

  @Test
  void contextTellsWhoTheTaskIs() {
    assertThat(LocalRun.in(Mode.STRAIGHT).run(Task.context()))
        .isEqualTo(new TaskContext("run", "0.0", 1));
  }

  @Test
  @SuppressWarnings("kappa") // that the result can't be stored is what is tested
  void valueThatCannotBeStoredFailsTheTaskWhereItStands() {
    Task<String> program =
        Task.step("stream", () -> new java.io.ByteArrayInputStream(new byte[0]))
            .step("next", in -> "not reached")
            .recover(dev.kappa.codec.NotEncodableException.class, e -> Task.value("refused"));
    assertThat(Everywhere.value(program)).isEqualTo("refused");
  }

  @Test
  void resultThatCannotBeStoredFailsTheTask() {
    assertThat(Everywhere.error(Task.step("lock", Object::new))).contains("NotEncodableException");
  }

  @Test
  void eachStepIsCountedAndRunOnce() {
    Task<Integer> program =
        Task.step("a", () -> Journal.count("a"))
            .step("b", a -> Journal.count("b"))
            .step("c", b -> Journal.count("c"));
    assertThat(Everywhere.value(program)).isEqualTo(1);
    LocalRun run = LocalRun.in(Mode.CRASH_EVERYWHERE);
    run.run(program);
    assertThat(run.commits().getLast().next().steps()).isEqualTo(3);
  }

  @Test
  void whatWasLostWithAWorkerIsDoneAgain() {
    Everywhere.End end =
        Everywhere.end(
            Mode.TWICE,
            Task.run("a", () -> Journal.note("a"))
                .then(() -> Task.run("b", () -> Journal.note("b"))));
    assertThat(end.notes()).containsExactly("a", "a", "b", "b");
  }

  @Test
  void stepThatKilledItsWorkersFailsAtItsFrame() {
    LocalRun run =
        LocalRun.in(Mode.CRASH)
            .poisoned(dev.kappa.wire.Failure.of("KAPPA-302", "x", "the worker died", null));
    Task<String> program =
        Task.step("deadly", () -> "not run")
            .recover(dev.kappa.error.KappaException.class, e -> Task.value(e.getMessage()))
            .step("next", message -> message + ", and it went on");
    assertThat(run.run(program)).isEqualTo("the worker died, and it went on");
  }
}
