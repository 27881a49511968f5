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

  private static final int KINDS = 19;
  private static final int KINDS_WITH_A_BUCKET = 23;

  /** {@return all that are started, but the ones that are kept} */
  static Set<String> workflows(SoakSettings settings) {
    return IntStream.range(0, kinds(settings))
        .mapToObj(number -> of(settings, number, Path.of("none")).workflow())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int kinds(SoakSettings settings) {
    return settings.bucket() ? KINDS_WITH_A_BUCKET : KINDS;
  }

  /** {@return a run of some kind that there can be} */
  static Spec of(SoakSettings settings, int number, Path directory) {
    Random random = new Random(settings.seed() * 1_000_003 + number);
    String key = "run-" + number;
    Path traces = directory.resolve(key + ".log");
    Draft draft = new Draft(key, traces, random);
    // Each kind once first: so a short soak has all of them.
    int kind = random.nextInt(kinds(settings));
    // Where each step is an invocation, a fourth of them takes as long.
    int some = settings.returning() ? 1 : 4;
    return switch (number < kinds(settings) ? number : kind) {
      case 0, 1 -> draft.of("soak-tree", 4 + random.nextInt(some), 1, 100);
      case 2, 3 -> draft.of("soak-pipe", some * (2 + random.nextInt(5)), 1 + random.nextInt(4), 20);
      case 4, 5 -> draft.of("soak-loop", some * (10 + random.nextInt(40)), 1, 40);
      case 6 -> draft.of("soak-ahead", 100 + random.nextInt(300), 1, 10);
      case 7 -> draft.of("soak-text", 6 + random.nextInt(8), 20 + random.nextInt(100), 60);
      case 8 -> draft.of("soak-nap", 1 + random.nextInt(12), 1 + random.nextInt(8), nap(random));
      case 9 -> draft.of("soak-mend", 1, 1 + random.nextInt(6), 50);
      case 10 -> draft.of("soak-insist", 200 + random.nextInt(1_500), 1, 50);
      case 11 -> draft.of("soak-letters", random.nextInt(1_000), 1 + random.nextInt(6), 50);
      case 12, 13 ->
          draft.of("soak-select", some * (2 + random.nextInt(5)), 1 + random.nextInt(4), 20);
      case 14 -> draft.of("soak-race", 100 + random.nextInt(1_500), 1 + random.nextInt(4), 20);
      case 15 -> draft.of("soak-scope", random.nextInt(2_000), 1 + random.nextInt(5), 40);
      case 16 -> draft.of("soak-family", 3 + random.nextInt(20), 1 + random.nextInt(4), 40);
      case 17 -> draft.of("soak-forever", 1, 1, 40);
      case 18, 19, 20 ->
          draft.of("soak-parcel", 20 + random.nextInt(120), 1 + random.nextInt(3), 40);
      default -> draft.of("soak-objects", 2 + random.nextInt(4), 1 + random.nextInt(3), 40);
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

  /** {@return one that has a large value until it is told to go on} */
  static Spec vault(int number, Path directory) {
    String key = "vault-" + number;
    return new Spec(key, "soak-vault", 100 + number, 1, 20, -1, directory.resolve(key + ".log"));
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
