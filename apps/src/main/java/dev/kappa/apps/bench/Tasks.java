package dev.kappa.apps.bench;

import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import java.util.List;
import java.util.stream.IntStream;

/** Workflow {@code bench-tasks}: how long it takes to spawn many tasks at once and await all. */
public final class Tasks {
  private Tasks() {}

  /**
   * The input.
   *
   * @param tasks how many, 1 to 40,000
   */
  public record Input(int tasks) {}

  /**
   * The result.
   *
   * @param tasks how many have run
   * @param micros how long all took, in microseconds
   */
  public record Result(long tasks, long micros) {}

  /** {@return a task that measures} */
  public static Task<Result> measure(Input input) {
    int tasks = (int) Bounds.check("tasks", input.tasks(), 1, 40_000);
    return Task.step("start", Clock::now)
        .and(start -> all(tasks))
        .step("end", (start, ones) -> new Result(sum(ones), (Clock.now() - start) / 1000));
  }

  private static Task<List<Integer>> all(int tasks) {
    return Task.spawnAll(IntStream.range(0, tasks).boxed().toList(), i -> Task.value(1))
        .then(Task::awaitAll);
  }

  private static long sum(List<Integer> ones) {
    return ones.stream().mapToLong(Integer::longValue).sum();
  }
}
