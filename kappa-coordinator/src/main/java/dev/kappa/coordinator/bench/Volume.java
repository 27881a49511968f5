package dev.kappa.coordinator.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param sizes the sizes of checkpoints, messages and children's first checkpoints, in bytes
 * @param mostSamples how often a thing of a size is done; less often if it is large
 * @param warmUp how often a thing is done before, so that workers have compiled what it takes
 * @param everyMillis how long a task works between two checkpoints
 * @param spreads how many producers and consumers
 * @param tasks how many tasks are spawned at once
 * @param runs how often each application runs with each policy
 * @param policies when the applications make checkpoints: parts of their workflows' names
 * @param factors how many steps the task has that never waits
 * @param data what the applications are given
 * @param workers how many workers the applications have, in turn
 * @param coldStarts how often a worker is started
 */
record Volume(
    List<Integer> sizes,
    int mostSamples,
    int warmUp,
    int everyMillis,
    List<Spread> spreads,
    List<Integer> tasks,
    int runs,
    List<String> policies,
    int factors,
    Data data,
    List<Integer> workers,
    int coldStarts) {
  /**
   * What the applications are given.
   *
   * @param textBytes how much text they read
   * @param scale of the data for TPC-DS
   * @param pages how many pages are crawled
   * @param items how many items are counted
   */
  record Data(long textBytes, double scale, int pages, int items) {
    Data times(int factor) {
      double rounded = Math.round(100 * factor * scale) / 100.0;
      return new Data(factor * textBytes, rounded, factor * pages, factor * items);
    }
  }

  /** How many tasks send, and how many receive. */
  record Spread(int producers, int consumers) {}

  private static final int FEWEST_SAMPLES = 20;

  /** No size is written more bytes of than this. */
  private static final long MOST_BYTES = 512L << 20;

  static Volume full() {
    return new Volume(
        List.of(1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20),
        100,
        2_000,
        100,
        List.of(
            new Spread(1, 1),
            new Spread(1, 4),
            new Spread(4, 1),
            new Spread(4, 4),
            new Spread(16, 16)),
        List.of(10, 100, 1_000, 10_000),
        3,
        List.of("none", "15s", "5s", "1s", "each"),
        10_000,
        new Data(64L << 20, 0.1, 1_000, 1_000_000),
        List.of(1, 2, 4),
        10);
  }

  /** A few of each, in a few seconds: whether all of it works, not how fast. */
  static Volume quick() {
    return new Volume(
        List.of(1 << 10, 100 << 10),
        5,
        5,
        10,
        List.of(new Spread(1, 1), new Spread(2, 2)),
        List.of(1, 20),
        1,
        List.of("none", "each"),
        500,
        new Data(64L << 10, 0.01, 10, 2_000),
        List.of(1, 2),
        2);
  }

  Volume withSizes(List<Integer> others) {
    return with(others, data);
  }

  /** {@return as much of all, but {@code factor} times the data of the applications} */
  Volume withData(int factor) {
    return with(sizes, data.times(factor));
  }

  private Volume with(List<Integer> otherSizes, Data otherData) {
    return new Volume(
        otherSizes,
        mostSamples,
        warmUp,
        everyMillis,
        spreads,
        tasks,
        runs,
        policies,
        factors,
        otherData,
        workers,
        coldStarts);
  }

  int samples(int bytes) {
    long few = bytes == 0 ? mostSamples : MOST_BYTES / bytes;
    return (int) Math.min(mostSamples, Math.max(FEWEST_SAMPLES, few));
  }
}
