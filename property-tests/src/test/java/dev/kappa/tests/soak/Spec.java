package dev.kappa.tests.soak;

import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A run to start: a function of the seed and its number.
 *
 * @param key its idempotency key
 * @param workflow what runs
 * @param size how much there is to do
 * @param width how wide it is
 * @param pause how long its steps take at most, in milliseconds
 * @param cancelAfter when a client cancels it, in milliseconds; -1 for never
 * @param traces where its steps leave lines
 */
record Spec(
    String key, String workflow, int size, int width, int pause, int cancelAfter, Path traces) {
  /** More than the usual lease of the soak's workers. */
  private static final int LONG_STEP_MILLIS = 14_000;

  private static final int KINDS = 18;

  /** All that are started. */
  static final Set<String> WORKFLOWS =
      IntStream.range(0, KINDS)
          .mapToObj(number -> of(0, number, Path.of("none")).workflow())
          .collect(Collectors.toCollection(TreeSet::new));

  static Spec of(long seed, int number, Path directory) {
    Random random = new Random(seed * 1_000_003 + number);
    String key = "run-" + number;
    Path traces = directory.resolve(key + ".log");
    Draft draft = new Draft(key, traces, random);
    // Each kind once first: so a short soak has all of them.
    int kind = random.nextInt(KINDS);
    return switch (number < KINDS ? number : kind) {
      case 0, 1 -> draft.of("soak-tree", 4 + random.nextInt(4), 1, 100);
      case 2, 3 -> draft.of("soak-pipe", 8 + random.nextInt(20), 1 + random.nextInt(4), 20);
      case 4, 5 -> draft.of("soak-loop", 40 + random.nextInt(160), 1, 40);
      case 6 -> draft.of("soak-ahead", 100 + random.nextInt(300), 1, 10);
      case 7 -> draft.of("soak-text", 6 + random.nextInt(8), 20 + random.nextInt(100), 60);
      case 8 -> draft.of("soak-nap", 1 + random.nextInt(12), 1 + random.nextInt(8), nap(random));
      case 9 -> draft.of("soak-mend", 1, 1 + random.nextInt(6), 50);
      case 10 -> draft.of("soak-insist", 200 + random.nextInt(1_500), 1, 50);
      case 11 -> draft.of("soak-letters", random.nextInt(1_000), 1 + random.nextInt(6), 50);
      case 12, 13 -> draft.of("soak-select", 5 + random.nextInt(20), 1 + random.nextInt(4), 20);
      case 14 -> draft.of("soak-race", 100 + random.nextInt(1_500), 1 + random.nextInt(4), 20);
      case 15 -> draft.of("soak-scope", random.nextInt(2_000), 1 + random.nextInt(5), 40);
      case 16 -> draft.of("soak-family", 3 + random.nextInt(20), 1 + random.nextInt(4), 40);
      default -> draft.of("soak-forever", 1, 1, 40);
    };
  }

  /** {@return how long the longest step takes: in every other, longer than a worker's lease} */
  private static int nap(Random random) {
    return random.nextBoolean() ? LONG_STEP_MILLIS : 20;
  }

  /** {@return a loop of so many steps} */
  static Spec loop(String key, int steps, int pause, Path directory) {
    return new Spec(key, "soak-loop", steps, 1, pause, -1, directory.resolve(key + ".log"));
  }

  private record Draft(String key, Path traces, Random random) {
    Spec of(String workflow, int size, int width, int pause) {
      int cancelAfter = workflow.equals("soak-forever") ? 300 + random.nextInt(6_000) : -1;
      return new Spec(key, workflow, size, width, pause, cancelAfter, traces);
    }
  }

  /** {@return how many signals clients are to send} */
  int letters() {
    return workflow.equals("soak-letters") ? width : 0;
  }

  /** {@return with what a signal comes} */
  int letter(int number) {
    return size + 7 * number;
  }

  /** {@return where the steps of another run leave lines that it starts} */
  Path traces(int other) {
    return traces.resolveSibling(traces.getFileName() + "-" + other);
  }

  /** {@return the body of a request that starts it} */
  String request() {
    return request(size);
  }

  /** {@return one under the same key that asks for something else} */
  String otherRequest() {
    return request(size + 1);
  }

  private String request(int asked) {
    return """
        {"workflow":"%s","key":"%s","input":\
        {"traces":"%s","size":%d,"width":%d,"pause":%d}}"""
        .formatted(workflow, key, traces, asked, width, pause);
  }
}
