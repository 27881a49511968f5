package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Backoff;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Tries again. */
class RetryTest {
  private static Task<Integer> succeedsAt(int tries) {
    return Task.step("try", () -> Journal.count("try"))
        .then(n -> n < tries ? Task.fail(new Oops("try " + n)) : Task.value(n));
  }

  @Test
  void taskThatSucceedsIsNotTriedAgain() {
    assertThat(Everywhere.value(succeedsAt(1).retry(Retry.times(5)))).isEqualTo(1);
  }

  @Test
  void taskIsTriedUntilItSucceeds() {
    assertThat(Everywhere.value(succeedsAt(4).retry(Retry.times(4)))).isEqualTo(4);
  }

  @Test
  void lastErrorIsTheOutcome() {
    assertThat(Everywhere.error(succeedsAt(9).retry(Retry.times(3)))).contains("Oops: try 3");
  }

  @Test
  void onlyTheNamedErrorsAreTriedAgain() {
    assertThat(Everywhere.value(succeedsAt(3).retry(Retry.times(9).on(Oops.class)))).isEqualTo(3);
    assertThat(Everywhere.error(succeedsAt(3).retry(Retry.times(9).on(Oops.Worse.class))))
        .contains("try 1");
  }

  @Test
  void pausesGrow() {
    Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(5));
    Everywhere.End end = Everywhere.end(succeedsAt(5).retry(Retry.times(5).backoff(backoff)));
    assertThat(end.value()).isEqualTo(5);
    assertThat(end.elapsed()).as("1 + 2 + 4 + 5 seconds").isEqualTo(12_000);
  }

  @Test
  void jitterShortensEachPauseByItsShareAtMost() {
    Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(5));
    Backoff jittered = backoff.withJitter(0.8);
    Everywhere.End end = Everywhere.end(succeedsAt(5).retry(Retry.times(5).backoff(jittered)));
    assertThat(end.elapsed()).as("of 12 seconds, less a quarter of 0.8").isEqualTo(9_600);
    assertThat(jittered.after(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(jittered.after(3, 0)).isEqualTo(Duration.ofSeconds(4));
    assertThat(jittered.after(3, 1)).isEqualTo(Duration.ofMillis(800));
    assertThat(backoff.withJitter(1).after(3, 1)).isEqualTo(Duration.ZERO);
  }

  @Test
  void retriesNest() {
    Task<Integer> inner = succeedsAt(6).retry(Retry.times(2));
    assertThat(Everywhere.value(inner.retry(Retry.times(3)))).isEqualTo(6);
    assertThat(Everywhere.error(inner.retry(Retry.times(2)))).contains("try 4");
  }

  @Test
  void loopInATaskBeginsAnewWithEachTry() {
    Task<Void> loop =
        Task.forEach(java.util.List.of("a", "b"), x -> Task.run("note", () -> Journal.note(x)));
    Everywhere.End end = Everywhere.end(loop.then(() -> succeedsAt(2)).retry(Retry.times(2)));
    assertThat(end.notes()).containsExactly("a", "b", "a", "b");
  }

  @Test
  void longChainIsTriedAgain() {
    Task<Integer> chain = Task.value(0);
    for (int i = 0; i < 100; i++) {
      chain = chain.map(x -> x + 1);
    }
    Task<Integer> program = chain.and(n -> succeedsAt(2)).map(Integer::sum).retry(Retry.times(2));
    assertThat(Everywhere.value(program)).isEqualTo(102);
  }

  @Test
  void pauseIsNeverLongerThanTheLongest() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    Backoff backoff = new Backoff(Duration.ofMillis(1), 10, forever, 0);
    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(1));
    assertThat(backoff.after(4)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(forever);
    assertThat(Backoff.fixed(forever).after(7)).isEqualTo(forever);
    assertThat(Backoff.exponential(Duration.ZERO, forever).after(7)).isEqualTo(Duration.ZERO);
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> Retry.times(0)).hasMessage("times: 0 (expected: >= 1)");
    assertThatThrownBy(() -> Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessage("most: PT1S (expected: at least the first pause, PT2S)");
    assertThatThrownBy(() -> Backoff.fixed(Duration.ofSeconds(-1)))
        .hasMessage("first: PT-1S (expected: >= 0)");
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Double.NaN, Duration.ZERO, 0))
        .hasMessage("factor: NaN (expected: >= 1)");
    assertThatThrownBy(() -> Backoff.NONE.withJitter(1.5))
        .hasMessage("jitter: 1.5 (expected: 0.0..1.0)");
  }
}
