package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Fan;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.error.KappaException;
import java.time.Duration;

/** Tasks that spawn, await and recurse, and hold much. */
final class TaskPrograms {
  private TaskPrograms() {}

  static Program fibonacci(int n) {
    return Programs.program("fib " + n, fib(n), plainFib(n));
  }

  private static int plainFib(int n) {
    return n < 2 ? n : plainFib(n - 1) + plainFib(n - 2);
  }

  private static Task<Integer> fib(int n) {
    return n < 2
        ? Task.step("leaf", () -> n)
        : Task.spawn(() -> fib(n - 1))
            .then(left -> fib(n - 2).then(right -> left.await().map(other -> other + right)));
  }

  static Program tree(int depth, int width, int atMost) {
    int leaves = (int) Math.pow(width, depth);
    return Programs.program("tree " + depth + " " + width, sum(depth, width, atMost), leaves);
  }

  private static Task<Integer> sum(int depth, int width, int atMost) {
    return depth == 0
        ? Task.step("leaf", () -> 1)
        : Task.spawnAll(
                Programs.range(width), Fan.atMost(atMost), i -> sum(depth - 1, width, atMost))
            .then(Task::awaitAll)
            .map(Programs::total);
  }

  static Program deep(int n) {
    return Programs.program("deep " + n, down(n), n * (n + 1) / 2);
  }

  private static Task<Integer> down(int n) {
    return n == 0
        ? Task.value(0)
        : Task.step("down", () -> n).then(x -> down(n - 1).map(rest -> rest + x));
  }

  /** The same; each step is told of what it is. */
  static Program numbered(int n) {
    return Programs.program("numbered " + n, downNumbered(n), n * (n + 1) / 2);
  }

  private static Task<Integer> downNumbered(int n) {
    return n == 0
        ? Task.value(0)
        : Task.value(n).step("down", x -> x).then(x -> downNumbered(n - 1).map(rest -> rest + x));
  }

  /**
   * Recursions whose frames are large, one after the other: they are stored in several parts, and
   * fetched one by one.
   */
  static Program heavy(int n, int times) {
    String text = "x".repeat(3000);
    Task<Integer> task =
        Task.fold(Programs.range(times), 0, (sum, i) -> heavyDown(n, text).map(x -> sum + x));
    return Programs.program("heavy " + n + "*" + times, task, 3000 * n * times);
  }

  /** The same, and then it sleeps. */
  static Program restingAtLast(int n, int times) {
    Task<Integer> task =
        Task.fold(
                Programs.range(times),
                0,
                (sum, i) -> heavyDown(n, "x".repeat(400)).map(x -> sum + x))
            .then(sum -> Task.sleep(Duration.ofMinutes(5)).then(() -> Task.value(sum)));
    return Programs.program("resting " + n + "*" + times, task, 400 * n * times);
  }

  /** Children at once whose frames are large. */
  static Program laden(int children, int n) {
    String text = "x".repeat(300);
    Task<Integer> task =
        Task.spawnAll(Programs.range(children), i -> heavyDown(n, text))
            .then(Task::awaitAll)
            .map(Programs::total);
    return Programs.program("laden " + children + "*" + n, task, 300 * n * children);
  }

  private static Task<Integer> heavyDown(int n, String text) {
    return n == 0
        ? Task.value(0)
        : Task.step("down", text::length)
            .then(x -> heavyDown(n - 1, text).map(rest -> rest + text.length()));
  }

  /** Piles of frames, one after the other, each as high as the others and of other frames. */
  static Program piles(int count, int height) {
    Task<Integer> task =
        Task.fold(Programs.range(count), 0, (sum, i) -> pile(height, i).map(x -> sum + x));
    return Programs.program("piles " + count + "*" + height, task, count * (count - 1) / 2);
  }

  private static Task<Integer> pile(int height, int number) {
    return height == 0
        ? Task.step("top", () -> number)
        : pile(height - 1, number).step("up", x -> x.equals(number) ? x : -1000);
  }

  /** A loop of steps. */
  static Program loop(int turns) {
    Task<Integer> task =
        Task.fold(Programs.range(turns), 0, (sum, i) -> Task.step("turn", () -> sum + 1));
    return Programs.program("loop " + turns, task, turns);
  }

  /** A loop that spawns tasks and awaits them, again and again. */
  static Program families(int turns, int width) {
    Task<Integer> task = Task.iterate(0, turn -> family(turn, turns, width));
    return Programs.program("families " + turns + "*" + width, task, turns);
  }

  private static Task<Loop<Integer, Integer>> family(int turn, int turns, int width) {
    if (turn == turns) {
      return Task.value(Loop.done(turn));
    }
    return width == 1
        ? Task.spawn(() -> Task.value(turn)).then(TaskFuture::await).map(n -> Loop.again(n + 1))
        : Task.spawnAll(Programs.range(width), i -> Task.value(turn))
            .then(Task::awaitAll)
            .map(all -> Loop.again(all.get(0) + 1));
  }

  /** Several tasks await one and the same. */
  static Program shared(int awaiters) {
    Task<?> task =
        Task.spawn(() -> Task.sleep(Duration.ofMillis(200)).step("made", nothing -> 7))
            .then(
                made ->
                    Task.spawnAll(Programs.range(awaiters), i -> made.await().map(n -> n + i))
                        .then(Task::awaitAll));
    return Programs.program(
        "shared by " + awaiters, task, Programs.range(awaiters).stream().map(i -> i + 7).toList());
  }

  /** More tasks at once than a run may have. */
  static Program crowd(int tasks) {
    Task<String> task =
        Task.spawnAll(Programs.range(tasks), i -> Task.sleep(Duration.ofSeconds(5)))
            .then(Task::awaitAll)
            .map(all -> "all")
            .recover(KappaException.class, e -> Task.value(e.code().name()));
    return new Program("crowd " + tasks, task, result -> assertThat(result).isNotEmpty());
  }

  /** Children that are at their steps when the root task ends. */
  static Program orphans(int children, int steps, int afterMillis) {
    Task<?> task =
        Task.spawnAll(Programs.range(children), i -> down(steps))
            .then(() -> Task.sleep(Duration.ofMillis(afterMillis)))
            .then(() -> Task.value("over"));
    return Programs.program("orphans " + children + "*" + steps, task, "over");
  }

  /** Children that sleep for long and have something to close. */
  static Program guarded(int children) {
    Task<?> task = Task.spawnAll(Programs.range(children), i -> guard(i)).then(Task::awaitAll);
    return new Program("guarded " + children, task, result -> assertThat(result).isNotNull());
  }

  private static Task<Void> guard(int child) {
    return Task.run("open", () -> Journal.add("open " + child))
        .then(() -> Task.run("use", () -> Journal.add("used " + child)))
        .then(() -> Task.sleep(Duration.ofSeconds(1 + child)))
        .ensure(
            Task.sleep(Duration.ofSeconds(1))
                .then(() -> Task.run("close", () -> Journal.add("closed " + child))));
  }
}
