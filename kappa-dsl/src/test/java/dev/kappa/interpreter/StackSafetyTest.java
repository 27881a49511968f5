package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.local.LocalRun;
import dev.kappa.local.Mode;
import org.junit.jupiter.api.Test;

/** A million of anything neither overflows a stack nor takes long. */
class StackSafetyTest {
  private static final int MILLION = 1_000_000;

  private static Object run(Task<?> program) {
    return String.valueOf(LocalRun.in(Mode.STRAIGHT).run(program));
  }

  private static Task<Integer> chain(int length) {
    Task<Integer> chain = Task.value(0);
    for (int i = 0; i < length; i++) {
      chain = chain.then(x -> Task.value(x + 1));
    }
    return chain;
  }

  @Test
  void millionChainedTasksAreBuiltAndRun() {
    assertThat(run(chain(MILLION))).isEqualTo("1000000");
  }

  @Test
  void millionChainedValuesAreKept() {
    Task<Integer> chain = Task.value(0);
    for (int i = 0; i < MILLION; i++) {
      chain = chain.and(x -> Task.value(1)).map(Integer::sum);
    }
    assertThat(run(chain)).isEqualTo("1000000");
  }

  private static Task<String> countDown(int n) {
    return Task.value(n).then(x -> x == 0 ? Task.value("done") : countDown(x - 1));
  }

  @Test
  void millionNestedTasksRun() {
    assertThat(run(countDown(MILLION))).isEqualTo("done");
  }

  private static Task<Integer> depth(int n) {
    return n == 0 ? Task.value(0) : Task.defer(() -> depth(n - 1)).map(x -> x + 1);
  }

  @Test
  void recursionThatIsAMillionDeepComesBack() {
    assertThat(run(depth(MILLION))).isEqualTo("1000000");
  }

  private static Task<Integer> deepError(int n) {
    return n == 0
        ? Task.fail(new Oops("at the bottom"))
        : Task.defer(() -> deepError(n - 1)).ensure(Task.done()).map(x -> x + 1);
  }

  @Test
  void errorRisesThroughAMillionFinalizers() {
    assertThatThrownBy(() -> run(deepError(MILLION)))
        .isInstanceOf(Oops.class)
        .hasMessage("at the bottom");
  }

  private static Task<Integer> recovering(int n) {
    return n == 0
        ? Task.fail(new Oops("at the bottom"))
        : Task.defer(() -> recovering(n - 1)).recover(Oops.class, e -> Task.fail(e));
  }

  @Test
  void errorThatIsThrownAMillionTimesRises() {
    assertThatThrownBy(() -> run(recovering(MILLION))).isInstanceOf(Oops.class);
  }

  @Test
  void millionTurnsRun() {
    Task<Integer> loop =
        Task.iterate(0, n -> Task.value(n < MILLION ? Loop.again(n + 1) : Loop.done(n)));
    assertThat(run(loop)).isEqualTo("1000000");
  }

  @Test
  void millionTriesAreMade() {
    Task<Integer> failing = Task.value(1).then(x -> Task.fail(new Oops("again")));
    assertThatThrownBy(() -> run(failing.retry(Retry.times(MILLION)))).isInstanceOf(Oops.class);
  }

  @Test
  void longChainThatIsCutOffWhereItBeginsIsStored() {
    Mode cutOff = new Mode(7, 1, 10, 10, false);
    Object value = LocalRun.in(cutOff).run(Task.defer(() -> chain(2_000)));
    assertThat(value).isEqualTo(2_000);
  }
}
