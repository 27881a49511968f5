package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Backoff;
import dev.kappa.Checkpoint;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops that are made of others, run. */
final class LoopWordsTest {
  private static final Backoff SECOND = Backoff.fixed(Duration.ofSeconds(1));
  private static final List<String> DONE = new ArrayList<>();

  @BeforeEach
  void forget() {
    DONE.clear();
  }

  private static int note(String what) {
    DONE.add(what);
    return DONE.size();
  }

  private static String stateOf(String what) {
    return note(what) < 6 ? "on its way" : "delivered";
  }

  // ---- the examples

  private static Task<String> poll() {
    return Task.step("ask", () -> stateOf("parcel"))
        .repeatUntil(
            state -> state.equals("delivered"),
            Backoff.exponential(Duration.ofSeconds(1), Duration.ofHours(1)))
        .timeout(Duration.ofDays(7));
  }

  private static Task<Void> tidy(Duration day) {
    return Task.forever(() -> Task.run("tidy", () -> note("tidied")).then(() -> Task.sleep(day)));
  }

  private static Task<Integer> power() {
    return Task.iterate(1, n -> n < 100, n -> Task.step("double", () -> 2 * n));
  }

  // ---- polling

  @Test
  void pausesBetweenTurnsAreThoseOfTheBackoff() {
    Run<String> run = KappaTest.run(poll());
    assertThat(run.result()).isEqualTo("delivered");
    assertThat(run.steps("ask")).isEqualTo(6);
    assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(1 + 2 + 4 + 8 + 16));
  }

  @Test
  void whatIsEnoughAtOnceIsNotWaitedFor() {
    Run<Integer> run = KappaTest.run(Task.value(3).repeatUntil(n -> n == 3, SECOND));
    assertThat(run.result()).isEqualTo(3);
    assertThat(run.elapsed()).isZero();
  }

  @Test
  void withoutAPauseTurnsFollowEachOther() {
    Run<Integer> run =
        KappaTest.run(Task.step("count", () -> note("x")).repeatUntil(n -> n == 9, Backoff.NONE));
    assertThat(run.result()).isEqualTo(9);
    assertThat(run.elapsed()).isZero();
  }

  @Test
  void pauseWithJitterIsNoLongerThanOneWithout() {
    Run<Integer> run =
        KappaTest.run(
            Task.step("count", () -> note("x")).repeatUntil(n -> n == 9, SECOND.withJitter(1)));
    assertThat(run.elapsed()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(8));
  }

  @Test
  void turnThatFailsEndsTheLoopAndRetryBeforeItDoesNot() {
    Task<Integer> failing =
        Task.step(
            "ask",
            () -> {
              throw new IllegalStateException("no answer");
            });
    Task<Integer> tried = failing.recover(IllegalStateException.class, e -> Task.value(1));
    assertThat(KappaTest.run(failing.repeatUntil(n -> n == 1, SECOND)).error().message())
        .isEqualTo("no answer");
    assertThat(KappaTest.run(tried.repeatUntil(n -> n == 1, SECOND)).result()).isEqualTo(1);
  }

  @Test
  void whoIsNeverSatisfiedIsBrokenOffByATimeLimit() {
    Run<String> run =
        KappaTest.run(
            Task.value(1)
                .repeatUntil(n -> false, SECOND)
                .map(n -> "enough")
                .timeout(Duration.ofMinutes(1))
                .recover(TimedOutException.class, e -> Task.value("late")));
    assertThat(run.result()).isEqualTo("late");
    assertThat(run.elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @EnumSource(Checkpoint.class)
  void pollingGoesOnWhateverDies(Checkpoint mode) {
    KappaTest.of(poll())
        .checkpoints(mode)
        .beforeEach(DONE::clear)
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo("delivered"));
  }

  // ---- the others

  @Test
  void foreverGoesOnUntilItIsBrokenOff() {
    Run<String> run =
        KappaTest.run(
            tidy(Duration.ofDays(1))
                .timeout(Duration.ofDays(10).minusHours(1))
                .map(done -> "done")
                .recover(TimedOutException.class, e -> Task.value("enough")));
    assertThat(run.result()).isEqualTo("enough");
    assertThat(DONE).hasSize(10);
  }

  @Test
  void loopWithAConditionGivesTheFirstStateThatIsNotWithinIt() {
    assertThat(KappaTest.run(power()).result()).isEqualTo(128);
    Task<Integer> none = Task.iterate(7, n -> n < 7, n -> Task.<Integer>fail(new AssertionError()));
    assertThat(KappaTest.run(none).result()).isEqualTo(7);
    KappaTest.of(power()).everyCrash().sameResult();
  }

  /** Turns that only compute cost none. */
  @ParameterizedTest
  @ValueSource(ints = {10, 2000})
  void manyTurnsMakeNoMoreCheckpointsThanFew(int turns) {
    Run<Integer> run =
        KappaTest.run(
            Task.iterate(0, n -> n < turns, n -> Task.value(n + 1))
                .then(n -> Task.step("note", () -> n)));
    assertThat(run.result()).isEqualTo(turns);
    assertThat(run.commits()).isLessThan(5);
  }
}
