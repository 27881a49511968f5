package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import java.time.Duration;
import java.util.List;

/** Tasks that sleep. */
final class TimePrograms {
  private TimePrograms() {}

  /** Tasks that sleep; none wakes too early. */
  static Program naps(List<Integer> millis) {
    Task<List<Long>> task = Task.spawnAll(millis, ms -> nap(ms)).then(Task::awaitAll);
    return new Program("naps " + millis, task, result -> checkNaps(result, millis));
  }

  private static Task<Long> nap(int millis) {
    return Task.step("begin", () -> Journal.now())
        .then(
            begin ->
                Task.sleep(Duration.ofMillis(millis))
                    .step("end", nothing -> Journal.now() - begin));
  }

  private static void checkNaps(String result, List<Integer> millis) {
    String[] slept = result.substring(1, result.length() - 1).split(", ", -1);
    assertThat(slept).hasSameSizeAs(millis);
    for (int i = 0; i < slept.length; i++) {
      assertThat(Long.parseLong(slept[i])).isGreaterThanOrEqualTo(millis.get(i));
    }
  }

  /** Tasks that sleep for different times. */
  static Program sleepers(int count) {
    Task<?> task =
        Task.spawnAll(
                Programs.range(count),
                i -> Task.sleep(Duration.ofMillis(3000L + i * 37L % 5 * 400)))
            .then(Task::awaitAll);
    return new Program("sleepers " + count, task, result -> assertThat(result).isNotNull());
  }

  /** A task that goes on until another has done something; its worker is the only one. */
  static Program loopBesideAnother() {
    Task<Long> task =
        Task.spawn(() -> Task.iterate(0L, TimePrograms::untilAnother))
            .also(loop -> Task.spawn(() -> Task.run("another", () -> Journal.add("another"))))
            .then(TaskFuture::await);
    return new Program(
        "loop beside another",
        task,
        millis -> assertThat(Long.parseLong(millis)).isPositive().isLessThan(15_000));
  }

  private static Task<Loop<Long, Long>> untilAnother(long began) {
    return Task.step("turn", () -> Journal.count("another") > 0)
        .and(over -> Task.step("clock", Journal::now))
        .map((over, now) -> over ? Loop.done(now - began) : Loop.again(began == 0 ? now : began));
  }
}
