package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Barrier;
import dev.kappa.Latch;
import dev.kappa.Lock;
import dev.kappa.Semaphore;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.TimedOutException;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Locks, semaphores, latches and barriers. */
class SynchronizersTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final List<Integer> FIVE = List.of(1, 2, 3, 4, 5);

  private static Task<Void> note(String what) {
    return Task.run("note", () -> Journal.note(what));
  }

  private static Task<Void> visit(int n) {
    return note("in " + n).then(() -> Task.sleep(HOUR)).then(() -> note("out " + n));
  }

  @Test
  void oneAtATimeHoldsALockInTheOrderInWhichTheyCame() {
    Task<List<Void>> program =
        Lock.create()
            .then(lock -> Task.spawnAll(List.of(1, 2, 3), n -> lock.with(() -> visit(n))))
            .then(Task::awaitAll);
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.notes()).containsExactly("in 1", "out 1", "in 2", "out 2", "in 3", "out 3");
  }

  @Test
  void soManyHoldASemaphore() {
    Task<List<Void>> program =
        Semaphore.create(2)
            .then(s -> Task.spawnAll(FIVE, n -> s.with(() -> Task.sleep(HOUR))))
            .then(Task::awaitAll);
    assertThat(Everywhere.end(program).elapsed()).isEqualTo(3 * HOUR.toMillis());
  }

  @Test
  void lockIsGivenBackByOneThatFailsOrIsCancelledOrIsLate() {
    Task<String> program =
        Lock.create()
            .also(
                lock ->
                    lock.with(() -> Task.fail(new Oops("why")))
                        .recover(Oops.class, e -> Task.value(null)))
            .also(
                lock ->
                    Task.<Void>spawn(() -> lock.with(() -> Task.sleep(HOUR)))
                        .also(holder -> Task.sleep(Duration.ofMinutes(1)))
                        .then(TaskFuture::cancel))
            .also(
                lock ->
                    lock.with(() -> Task.sleep(HOUR))
                        .timeout(Duration.ofMinutes(1))
                        .recover(TimedOutException.class, e -> Task.done()))
            .then(lock -> lock.with(() -> Task.value("mine")));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.value()).isEqualTo("mine");
    assertThat(end.elapsed()).isEqualTo(120_000);
  }

  @Test
  void oneThatWaitsForAPermitNoLongerThanItsPatienceGetsNone() {
    Task<Option<String>> program =
        Semaphore.create(1)
            .also(s -> Task.spawn(() -> s.with(() -> Task.sleep(HOUR))))
            .also(s -> Task.sleep(Duration.ofSeconds(1)))
            .then(s -> s.tryWith(Duration.ofMinutes(1), () -> Task.value("mine")));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.value()).isEqualTo(Option.none());
    assertThat(end.elapsed()).isEqualTo(61_000);
  }

  @Test
  void oneThatGetsAPermitInTimeGivesItBack() {
    Task<Integer> program =
        Semaphore.create(1)
            .then(
                s ->
                    s.tryWith(HOUR, () -> Task.value(1))
                        .and(one -> s.tryWith(HOUR, () -> Task.value(2)))
                        .map((one, two) -> one.get() + two.get()));
    assertThat(Everywhere.value(program)).isEqualTo(3);
  }

  @Test
  void latchOpensAfterSoManyTimes() {
    Task<Void> program =
        Latch.create(3)
            .also(latch -> Task.spawn(() -> latch.await().then(() -> note("open"))))
            .also(
                latch ->
                    Task.forEach(
                        List.of(1, 2, 3, 4),
                        n ->
                            Task.sleep(HOUR)
                                .then(() -> note("count " + n))
                                .then(() -> latch.countDown())))
            .then(latch -> latch.await());
    assertThat(Everywhere.end(program).notes())
        .containsExactly("count 1", "count 2", "count 3", "open", "count 4");
  }

  @Test
  void latchOfNothingIsOpen() {
    assertThat(Everywhere.end(Latch.create(0).then(Latch::await)).error()).isNull();
  }

  @Test
  void allGoOnWhenAllHaveComeToABarrierAgainAndAgain() {
    Task<List<Void>> program =
        Barrier.create(3)
            .then(
                barrier ->
                    Task.spawnAll(
                        List.of(1, 2, 3),
                        n ->
                            Task.forEach(
                                List.of(1, 2),
                                round ->
                                    Task.sleep(HOUR.multipliedBy(n))
                                        .then(() -> note("come " + round))
                                        .then(() -> barrier.await())
                                        .then(() -> note("go " + round)))))
            .then(Task::awaitAll);
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.notes())
        .containsExactly(
            "come 1", "come 1", "come 1", "go 1", "go 1", "go 1", "come 2", "come 2", "come 2",
            "go 2", "go 2", "go 2");
    assertThat(end.elapsed()).isEqualTo(6 * HOUR.toMillis());
  }

  @Test
  void numbersOutsideTheirRangesAreRefused() {
    assertThatThrownBy(() -> Semaphore.create(0)).hasMessageContaining("permits: 0");
    assertThatThrownBy(() -> Semaphore.create(1001)).hasMessageContaining("permits: 1001");
    assertThatThrownBy(() -> Barrier.create(0)).hasMessageContaining("parties: 0");
    assertThatThrownBy(() -> Latch.create(-1)).hasMessageContaining("count: -1");
  }
}
