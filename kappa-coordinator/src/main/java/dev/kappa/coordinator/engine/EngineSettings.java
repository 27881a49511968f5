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
 * @param backlog how many bytes may wait for the store before workers are slowed and starts refused
 */
public record EngineSettings(
    CoreSettings core,
    Duration lease,
    Duration linger,
    int concurrency,
    Duration idle,
    long backlog) {

  /** A lease of 30 s, 50 ms of linger, 30 s of idle time, 64 MiB of backlog. */
  public static EngineSettings of(int concurrency) {
    return new EngineSettings(
        CoreSettings.DEFAULT,
        Duration.ofSeconds(30),
        Duration.ofMillis(50),
        concurrency,
        Duration.ofSeconds(30),
        64L << 20);
  }

  /** Checks the ranges. */
  public EngineSettings {
    boolean outside = concurrency < 1 || concurrency > Platform.MAX_CONCURRENCY;
    if (outside || lease.isNegative() || linger.isNegative()) {
      throw new IllegalArgumentException(
          "concurrency=%d, lease=%s, linger=%s (expected: 1 to %d, >= 0, >= 0)"
              .formatted(concurrency, lease, linger, Platform.MAX_CONCURRENCY));
    }
  }

  /** {@return the same with another lease} */
  public EngineSettings withLease(Duration newLease) {
    return new EngineSettings(core, newLease, linger, concurrency, idle, backlog);
  }

  /** {@return the same with another linger time} */
  public EngineSettings withLinger(Duration newLinger) {
    return new EngineSettings(core, lease, newLinger, concurrency, idle, backlog);
  }
}
