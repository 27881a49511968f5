package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Retry;
import dev.kappa.Step;
import dev.kappa.StepContext;
import dev.kappa.StepInDoubtException;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/guarantees.md} says of a user's steps, where a worker dies at any moment. */
final class GuaranteesTest {
  private static final List<String> KEYS = new ArrayList<>();

  private static String noted() {
    KEYS.add(StepContext.current().idempotencyKey());
    return "noted";
  }

  private static String fails() {
    noted();
    throw new IllegalStateException("not now");
  }

  private static <T> Scenario<T> scenario(Task<T> task) {
    return KappaTest.of(task).beforeEach(KEYS::clear);
  }

  @Test
  void stepHasOneKeyHoweverOftenItRuns() {
    Task<String> task = Task.step("a", () -> noted()).step("b", a -> a);
    scenario(task)
        .everyCrash()
        .check(
            run -> {
              assertThat(run.result()).isEqualTo("noted");
              assertThat(KEYS).isNotEmpty();
              assertThat(KEYS.stream().distinct()).hasSize(1);
            });
  }

  @Test
  void eachTryOfARetryHasAKeyOfItsOwn() {
    Run<String> run = scenario(Task.step("a", () -> fails()).retry(Retry.times(3))).run();
    assertThat(run.succeeded()).isFalse();
    assertThat(KEYS).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void stepThatRunsAtMostOnceRunsOnceOrIsInDoubt() {
    Task<String> task =
        Task.step("charge", Step.once(), () -> noted())
            .recover(StepInDoubtException.class, doubt -> Task.value("in doubt"));
    scenario(task)
        .everyCrash()
        .check(
            run -> {
              assertThat(KEYS).hasSizeLessThanOrEqualTo(1);
              assertThat(run.result()).isIn(KEYS.isEmpty() ? "in doubt" : "noted", "in doubt");
            });
  }

  @Test
  void resultIsGivenAsOftenAsItIsAskedFor() {
    Task<List<String>> task =
        Task.spawn(() -> Task.step("a", () -> noted()))
            .then(child -> Task.awaitAll(List.of(child, child)).also(twice -> child.await()));
    scenario(task)
        .everyCrash()
        .check(run -> assertThat(run.result()).containsExactly("noted", "noted"));
  }

  @Test
  void finalizerRunsAlsoWhenTheRunIsCancelled() {
    Task<Void> task =
        Task.step("get", () -> "lock")
            .then(() -> Task.sleep(Duration.ofHours(2)))
            .ensure(Task.step("give back", () -> noted()));
    scenario(task)
        .cancelAfter(Duration.ofHours(1))
        .everyCrash()
        .check(
            run -> {
              assertThat(run.succeeded()).isFalse();
              assertThat(KEYS).isNotEmpty();
            });
  }

  @Test
  void failureThatNobodyAwaitedIsShown() {
    Task<Void> task =
        Task.spawn(() -> Task.step("a", () -> fails()))
            .then(child -> Task.sleep(Duration.ofMinutes(1)));
    assertThat(scenario(task).run().unheardFailures()).isEqualTo(1);
  }

  @Test
  void sleepIsNeverTooShort() {
    Task<Void> task = Task.spawn(() -> Task.sleep(Duration.ofDays(1))).then(TaskFuture::await);
    scenario(task)
        .everyCrash()
        .check(run -> assertThat(run.elapsed()).isGreaterThanOrEqualTo(Duration.ofDays(1)));
  }
}
