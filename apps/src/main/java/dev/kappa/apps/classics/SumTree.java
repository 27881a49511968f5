package dev.kappa.apps.classics;

import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.apps.input.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Workflow {@code sum-tree}: adds numbers in pairs; each addition is a task that awaits two. */
public final class SumTree {
  private SumTree() {}

  /**
   * The workflow's input.
   *
   * @param n the numbers are 1 to this; 1 to 10,000
   */
  public record Input(int n) {}

  /** {@return a task that gives the sum of all numbers} */
  public static Task<Integer> sum(Input input) {
    int n = (int) Bounds.check("n", input.n(), 1, 10_000);
    return Task.spawnAll(IntStream.rangeClosed(1, n).boxed().toList(), Task::value)
        .then(SumTree::total)
        .then(TaskFuture::await);
  }

  /** Spawns the whole tree at once: a task is given the futures of those it waits for. */
  private static Task<TaskFuture<Integer>> total(List<TaskFuture<Integer>> numbers) {
    return numbers.size() == 1
        ? Task.value(numbers.get(0))
        : Task.spawnAll(pairs(numbers), SumTree::add).then(SumTree::total);
  }

  private static Task<Integer> add(List<TaskFuture<Integer>> pair) {
    return Task.awaitAll(pair).map(values -> values.stream().mapToInt(value -> value).sum());
  }

  private static <T> List<List<T>> pairs(List<T> items) {
    List<List<T>> pairs = new ArrayList<>();
    for (int i = 0; i < items.size(); i += 2) {
      pairs.add(List.copyOf(items.subList(i, Math.min(i + 2, items.size()))));
    }
    return pairs;
  }
}
