package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.platform.Platform;
import java.time.Duration;

/**
 * How the engine works.
 *
 * @param core limits of a run
 * @param lease how long a worker may be silent before its task is given to another
 * @param linger how long a worker without a task waits for one before it ends
 * @param concurrency the most function invocations at once, 1 to {@link Platform#MAX_CONCURRENCY}
 * @param idle how long a run that only waits is held in memory
 * @param backlog how many bytes may wait for one partition's store, blobs included, before workers
 *     are slowed and starts refused; {@link #BACKLOGS} times as many for all partitions together
 *     whose store is there, and as many once more for those whose store is away
 * @param memory about how many bytes the runs in memory may take before starts are refused and runs
 *     that are due wait in the store
 * @param turn how long a task may keep its worker while others wait and there is room for no more
 *     workers; it is then asked to give it back at its next commit
 * @param workers how workers answer
 */
public record EngineSettings(
    CoreSettings core,
    Duration lease,
    Duration linger,
    int concurrency,
    Duration idle,
    long backlog,
    long memory,
    Duration turn,
    WorkersMode workers) {
  /** As many partitions may be behind at once until the workers of all are slowed. */
  public static final int BACKLOGS = 4;

  private static final Duration TURN = Duration.ofSeconds(5);

  /** With workers that call back. */
  public EngineSettings(
      CoreSettings core,
      Duration lease,
      Duration linger,
      int concurrency,
      Duration idle,
      long backlog,
      long memory,
      Duration turn) {
    this(core, lease, linger, concurrency, idle, backlog, memory, turn, WorkersMode.CALLBACK);
  }

  /** With a quarter of the JVM's largest heap for runs, and turns of 5 s. */
  public EngineSettings(
      CoreSettings core,
      Duration lease,
      Duration linger,
      int concurrency,
      Duration idle,
      long backlog) {
    this(
        core,
        lease,
        linger,
        concurrency,
        idle,
        backlog,
        Runtime.getRuntime().maxMemory() / 4,
        TURN);
  }

  /**
   * A lease of 30 s, 50 ms of linger, 30 s of idle time, a backlog of 64 MiB or a sixty-fourth of
   * the heap, whichever is less, a quarter of the heap for runs, turns of 5 s.
   */
  public static EngineSettings of(int concurrency) {
    return new EngineSettings(
        CoreSettings.DEFAULT,
        Duration.ofSeconds(30),
        Duration.ofMillis(50),
        concurrency,
        Duration.ofSeconds(30),
        Math.clamp(Runtime.getRuntime().maxMemory() / 64, 1L << 20, 64L << 20));
  }

  /** Checks the ranges. */
  public EngineSettings {
    boolean outside = concurrency < 1 || concurrency > Platform.MAX_CONCURRENCY;
    if (outside || lease.isNegative() || linger.isNegative() || turn.isNegative()) {
      throw new IllegalArgumentException(
          "concurrency=%d, lease=%s, linger=%s, turn=%s (expected: 1 to %d, others >= 0)"
              .formatted(concurrency, lease, linger, turn, Platform.MAX_CONCURRENCY));
    }
  }

  /** {@return the same with other limits of a run} */
  public EngineSettings withCore(CoreSettings newCore) {
    return new EngineSettings(
        newCore, lease, linger, concurrency, idle, backlog, memory, turn, workers);
  }

  /** {@return the same with another lease} */
  public EngineSettings withLease(Duration newLease) {
    return new EngineSettings(
        core, newLease, linger, concurrency, idle, backlog, memory, turn, workers);
  }

  /** {@return the same with another linger time} */
  public EngineSettings withLinger(Duration newLinger) {
    return new EngineSettings(
        core, lease, newLinger, concurrency, idle, backlog, memory, turn, workers);
  }

  /** {@return the same with workers that answer in another way} */
  public EngineSettings with(WorkersMode newWorkers) {
    return new EngineSettings(
        core, lease, linger, concurrency, idle, backlog, memory, turn, newWorkers);
  }
}
