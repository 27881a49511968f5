package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Checkpoint;
import dev.kappa.Task;
import dev.kappa.apps.Apps;
import dev.kappa.apps.classics.Factorial;
import dev.kappa.apps.classics.PingPong;
import dev.kappa.apps.classics.SumTree;
import dev.kappa.apps.classics.WorkQueue;
import dev.kappa.apps.fib.Fib;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.Scenario;
import io.vavr.Function1;
import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classic programs in this JVM, as users test theirs: also with a crash at every place. */
abstract class ClassicPrograms {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Checkpoint mode;

  ClassicPrograms(Checkpoint mode) {
    this.mode = mode;
  }

  private <I, T> Scenario<T> of(Function1<? super I, ? extends Task<? extends T>> way, I input) {
    return KappaTest.<I, T>of(way, input).checkpoints(mode);
  }

  // ---- factorial

  static Stream<Function1<Factorial.Input, Task<BigInteger>>> factorials() {
    return Stream.of(Factorial::recursive, Factorial::withFor, Factorial::withWhile);
  }

  @ParameterizedTest
  @MethodSource("factorials")
  void factorialHasACheckpointAfterEachFactor(Function1<Factorial.Input, Task<BigInteger>> way) {
    Run<BigInteger> run = of(way, new Factorial.Input(117)).run();
    assertThat(run.result()).isEqualTo(factorial(117));
    assertThat(run.commits()).isGreaterThanOrEqualTo(116);
  }

  @ParameterizedTest
  @MethodSource("factorials")
  void factorialIsExactWhateverDies(Function1<Factorial.Input, Task<BigInteger>> way) {
    of(way, new Factorial.Input(9))
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo(factorial(9)));
  }

  @ParameterizedTest
  @MethodSource("factorials")
  void factorialTakesMoreThanOneInvocation(Function1<Factorial.Input, Task<BigInteger>> way) {
    Run<BigInteger> run =
        of(way, new Factorial.Input(117))
            .timeLimit(SECOND)
            .stepTakes("multiply", Duration.ofMillis(40))
            .run();
    assertThat(run.result()).isEqualTo(factorial(117));
    assertThat(run.history()).contains("attempt 4");
  }

  static BigInteger factorial(int n) {
    return IntStream.rangeClosed(1, n)
        .mapToObj(BigInteger::valueOf)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  // ---- Fibonacci

  @ParameterizedTest
  @ValueSource(strings = {"fib", "fib-one", "fib-blocking"})
  void fibOfSixIsEight(String way) {
    KappaTest.of(Apps.workflows(), way, new Fib.Input(6))
        .checkpoints(mode)
        .everyCrash()
        .check(run -> assertThat(run.json()).isEqualTo("8"));
  }

  // ---- channels

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void ballGoesToAndFro(int capacity) {
    Scenario<Integer> game = of(PingPong::play, new PingPong.Input(10, capacity));
    game.everyCrash().check(run -> assertThat(run.result()).isEqualTo(10));
    assertThat(game.run().channels()).extracting(Run.Channel::received).containsExactly(5L, 5L);
  }

  @Test
  void tenWorkersDoAThousandJobs() {
    Run<Long> run = of(WorkQueue::run, new WorkQueue.Input(10, 1000)).run();
    assertThat(run.result()).isEqualTo(499_500);
    assertThat(run.tasks()).hasSize(11);
  }

  @Test
  void eachJobIsDoneOnceWhateverDies() {
    of(WorkQueue::run, new WorkQueue.Input(3, 12))
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo(66));
  }

  // ---- futures

  @Test
  void treeOfSpawnedSumsAddsUp() {
    of(SumTree::sum, new SumTree.Input(20))
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo(210));
  }
}
