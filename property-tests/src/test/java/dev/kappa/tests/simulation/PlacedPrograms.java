package dev.kappa.tests.simulation;

import dev.kappa.Task;
import dev.kappa.TaskFuture;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Tasks of which some steps run on resident workers. */
final class PlacedPrograms {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private PlacedPrograms() {}

  /**
   * Several tasks, each of which goes to resident workers and comes back a few times; some fail
   * there, or stop and wait there.
   */
  static Program drawn(Random random) {
    int tasks = 1 + random.nextInt(4);
    int turns = 1 + random.nextInt(4);
    Task<Integer> all =
        Task.spawnAll(Programs.range(tasks), i -> task(i, turns))
            .then(Task::awaitAll)
            .map(Programs::total);
    int expected = 0;
    for (int i = 0; i < tasks; i++) {
      expected += result(i, turns);
    }
    return Programs.program("%d placed tasks of %d turns".formatted(tasks, turns), all, expected);
  }

  private static Task<Integer> task(int seed, int turns) {
    return Task.fold(Programs.range(turns), seed, PlacedPrograms::turn);
  }

  private static Task<Integer> turn(int sum, int turn) {
    return switch (turn % 4) {
      case 0 -> inside(sum).resident().then(n -> here(n));
      case 1 -> fails(sum).recover(IllegalStateException.class, e -> here(sum));
      case 2 -> Task.spawn(() -> here(sum)).then(TaskFuture::await).then(n -> inside(n)).resident();
      default ->
          inside(sum)
              .then(n -> inside(n).resident())
              .then(n -> Task.sleep(PAUSE).then(() -> inside(n)))
              .resident();
    };
  }

  /** A step of which a resident worker is to run the body. */
  private static Task<Integer> inside(int n) {
    return Task.step("there", () -> demand(true, n + 1000));
  }

  private static Task<Integer> here(int n) {
    return Task.step("here", () -> demand(false, n + 100));
  }

  private static Task<Integer> fails(int n) {
    return Task.<Integer>step(
            "fails",
            () -> {
              throw new IllegalStateException("no " + demand(true, n));
            })
        .resident();
  }

  private static int demand(boolean resident, int value) {
    if (Journal.isResident() != resident) {
      throw new AssertionError("a step ran on a worker of the other kind");
    }
    return value;
  }

  /** {@return what plain Java makes of it} */
  private static int result(int seed, int turns) {
    int sum = seed;
    for (int turn = 0; turn < turns; turn++) {
      sum += List.of(1100, 100, 1100, 3000).get(turn % 4);
    }
    return sum;
  }
}
