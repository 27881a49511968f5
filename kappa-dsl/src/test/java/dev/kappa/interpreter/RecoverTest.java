package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.CancelledException;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.error.Cancellation;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import java.awt.print.PrinterException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors, and who takes them. */
class RecoverTest {
  private static Task<String> fails(String message) {
    return Task.step(
        "fails",
        () -> {
          throw new Oops(message);
        });
  }

  @Test
  void errorOfAStepFailsTheTask() {
    assertThat(Everywhere.error(fails("why"))).isEqualTo("dev.kappa.interpreter.Oops: why");
  }

  @Test
  void failFailsTheTask() {
    assertThat(Everywhere.error(Task.fail(new Oops("why")))).contains("Oops: why");
  }

  @Test
  void errorPassesWhatComesAfter() {
    assertThat(
            Everywhere.error(
                fails("why")
                    .map(String::length)
                    .and(x -> Task.value(1))
                    .also((x, y) -> Task.run("not reached", () -> Journal.note("reached")))
                    .then((x, y) -> Task.value(x + y))))
        .contains("why");
    assertThat(Journal.notes()).isEmpty();
  }

  @Test
  void recoverTakesAnErrorOfItsType() {
    assertThat(
            Everywhere.value(
                fails("why").recover(Oops.class, e -> Task.value("saved " + e.getMessage()))))
        .isEqualTo("saved why");
  }

  @Test
  void recoverTakesAnErrorOfATypeThatExtendsIts() {
    Task<String> worse = Task.fail(new Oops.Worse("worse"));
    assertThat(Everywhere.value(worse.recover(Oops.class, e -> Task.value(e.getMessage()))))
        .isEqualTo("worse");
    Task<String> io = Task.fail(new FileNotFoundException("no file"));
    assertThat(Everywhere.value(io.recover(IOException.class, e -> Task.value(e.getMessage()))))
        .isEqualTo("no file");
  }

  @Test
  void recoverLetsOtherErrorsPass() {
    assertThat(
            Everywhere.error(
                fails("why").recover(Oops.Worse.class, e -> Task.value("not reached"))))
        .contains("Oops: why");
  }

  @Test
  void recoverLetsValuesPass() {
    assertThat(
            Everywhere.value(
                Task.value("fine").recover(Throwable.class, e -> Task.value("not reached"))))
        .isEqualTo("fine");
  }

  @Test
  void recoverThatThrowsFailsWithItsOwnError() {
    assertThat(Everywhere.error(fails("first").recover(Oops.class, e -> fails("second"))))
        .contains("Oops: second");
    assertThat(Everywhere.error(fails("first").recover(Oops.class, RecoverTest::rethrow)))
        .contains("Oops$Worse: again first");
  }

  private static Task<String> rethrow(Oops e) {
    throw new Oops.Worse("again " + e.getMessage());
  }

  @Test
  void innermostRecoverIsFirst() {
    assertThat(
            Everywhere.value(
                fails("why")
                    .recover(Oops.class, e -> Task.value("inner"))
                    .recover(Oops.class, e -> Task.value("outer"))))
        .isEqualTo("inner");
  }

  @Test
  void checkedErrorComesBackWithItsCause() {
    Task<Integer> program =
        Task.step(
            "io",
            () -> {
              throw new Oops.Checked("disk", new IOException("full"));
            });
    assertThat(
            Everywhere.value(
                program
                    .map(x -> "not reached")
                    .recover(
                        Oops.Checked.class, e -> Task.value(e.getMessage() + " " + e.getCause()))))
        .isEqualTo("disk java.io.IOException: full");
  }

  @Test
  void codeOfAnErrorOfKappasStays() {
    Task<ErrorCode> program = Task.fail(new KappaException(ErrorCode.OVERLOADED, "later"));
    assertThat(Everywhere.value(program.recover(KappaException.class, e -> Task.value(e.code()))))
        .isEqualTo(ErrorCode.OVERLOADED);
  }

  @Test
  void cancellationOfTheTaskItselfIsNotRecovered() {
    assertThat(
            Everywhere.error(
                Task.fail(new Cancellation("stop"))
                    .recover(Throwable.class, e -> Task.value("not reached"))))
        .contains("CancelledException: stop");
  }

  @Test
  void cancellationOfATaskThatIsAwaitedIsAnErrorLikeAnyOther() {
    Task<String> program =
        Task.spawn(() -> Task.sleep(Duration.ofDays(1)).then(none -> Task.value("not reached")))
            .then(
                child ->
                    child
                        .cancel()
                        .then(none -> child.await())
                        .recover(CancelledException.class, e -> Task.value("went on")));
    assertThat(Everywhere.value(program)).isEqualTo("went on");
  }

  @Test
  void errorOfTheJvmInAStepIsAnErrorOfTheTask() {
    Task<Integer> deep = Task.step("deep", () -> endless(0));
    assertThat(Everywhere.value(deep.recover(StackOverflowError.class, e -> Task.value(-1))))
        .isEqualTo(-1);
    Task<Integer> late = Task.defer(() -> Task.value(endless(0)));
    assertThat(Everywhere.value(late.recover(StackOverflowError.class, e -> Task.value(-2))))
        .isEqualTo(-2);
  }

  private static int endless(int n) {
    return n == -1 ? n : endless(n + 1) + 1;
  }

  @Test
  void workflowThatCannotBeBuiltFailsTheRun() {
    Task<String> broken =
        Task.defer(
            () -> {
              throw new AssertionError("no such thing");
            });
    assertThat(Everywhere.error(broken)).contains("AssertionError: no such thing");
  }

  /** An error whose constructor takes no message. */
  static final class Odd extends IllegalStateException {
    private final int reason;

    Odd(int code, int reason) {
      super("code " + code);
      this.reason = reason;
    }
  }

  @Test
  void errorIsRecoveredByItsClassOrAWiderOneWhereverItIsThrown() {
    for (Task<String> program : everywhereThrown(new Odd(1, 2))) {
      assertThat(Everywhere.value(program.recover(Odd.class, e -> Task.value("odd " + e.reason))))
          .isEqualTo("odd 2");
      assertThat(
              Everywhere.value(
                  program.recover(IllegalStateException.class, e -> Task.value(e.getMessage()))))
          .isEqualTo("code 1");
    }
  }

  /** In the task itself, with steps between, and in another task. */
  private static List<Task<String>> everywhereThrown(RuntimeException error) {
    Task<String> here = Task.<String>step("odd", () -> thrown(error));
    return List.of(
        here,
        here.ensure(Task.run("clean", () -> {}).then(() -> Task.run("more", () -> {}))),
        Task.spawn(() -> here).then(TaskFuture::await));
  }

  @Test
  void errorOfAClassThatIsNotBuiltAgainIsToldAsSuch() {
    Task<String> program =
        Task.spawn(() -> Task.<String>step("print", () -> outOfPaper())).then(TaskFuture::await);
    assertThat(
            Everywhere.error(
                program.recover(PrinterException.class, e -> Task.value("not reached"))))
        .contains("throw one of your own from the step, caused by it")
        .contains("no paper");
    assertThat(Everywhere.value(program.recover(RuntimeException.class, e -> Task.value("saved"))))
        .isEqualTo("saved");
  }

  private static String outOfPaper() throws PrinterException {
    throw new PrinterException("no paper");
  }

  private static String thrown(RuntimeException error) {
    throw error;
  }
}
