package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Limit;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tasks of several runs that share limits. */
final class LimitPrograms {
  private static final List<Limit> LIMITS =
      List.of(
          Limit.concurrency("one", 1),
          Limit.concurrency("two", 2),
          Limit.rate("rate", 2, Duration.ofMillis(500)),
          Limit.rate("both", 3, Duration.ofMillis(300)).withConcurrency(2));

  private static final String OTHER = "limited";
  private static final int FAILED = -1;
  private static final int LATE = -2;

  private LimitPrograms() {}

  /**
   * {@code n} tasks at once, some of which fail within a limit or lose patience before it, and
   * another run that has as many.
   *
   * @param which of the limits
   */
  static Program crowd(int n, int which) {
    Task<Integer> task =
        Task.start(OTHER, LIMITS.size() * n + which, Integer.class)
            .and(together(n, which))
            .then((other, wrong) -> other.await().map(more -> wrong + more));
    Map<String, Function<String, Task<?>>> others = Map.of(OTHER, LimitPrograms::of);
    return new Program(
        "crowd " + n + " at " + LIMITS.get(which),
        task,
        result -> assertThat(result).isEqualTo("0"),
        Map.of(),
        others,
        1);
  }

  static int limits() {
    return LIMITS.size();
  }

  private static Task<Integer> of(String input) {
    int both = Integer.parseInt(input);
    return together(both / LIMITS.size(), both % LIMITS.size());
  }

  /** {@return how many of them came to something else than they mean} */
  private static Task<Integer> together(int n, int which) {
    return Task.spawnAll(Programs.range(n), i -> one(i, which))
        .then(Task::awaitAll)
        .map(all -> (int) Programs.range(n).stream().filter(i -> isWrong(i, all.get(i))).count());
  }

  private static boolean isWrong(int i, int result) {
    return switch (i % 4) {
      case 1 -> result != FAILED;
      case 2 -> result != i && result != LATE;
      default -> result != i;
    };
  }

  private static Task<Integer> one(int i, int which) {
    Task<Integer> limited = work(i).limited(LIMITS.get(which));
    return switch (i % 4) {
      case 1 -> limited.recover(IllegalStateException.class, e -> Task.value(FAILED));
      case 2 ->
          limited
              .timeout(Duration.ofMillis(200L * i))
              .recover(TimedOutException.class, e -> Task.value(LATE));
      default -> limited;
    };
  }

  private static Task<Integer> work(int i) {
    return Task.step("in", () -> i)
        .also(in -> Task.sleep(Duration.ofMillis(40L * i)))
        .step("out", in -> out(in));
  }

  private static int out(int i) {
    if (i % 4 == 1) {
      throw new IllegalStateException("no");
    }
    return i;
  }
}
