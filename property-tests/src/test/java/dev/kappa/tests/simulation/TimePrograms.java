package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Task;
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
}
