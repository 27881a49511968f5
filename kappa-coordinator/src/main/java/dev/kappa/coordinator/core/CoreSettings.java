package dev.kappa.coordinator.core;

import java.time.Duration;

/**
 * Limits that the core holds.
 *
 * @param crashes how many attempts of a task may die without a commit before its step fails, 1 to
 *     100
 * @param retention how long an ended run can be asked for
 * @param frameBytes about how many bytes of frames a worker is given at first
 * @param tasks the most tasks that a run may have that have not ended; one spawned beyond that
 *     fails at once
 */
public record CoreSettings(int crashes, Duration retention, int frameBytes, int tasks) {
  /** 3 crashes, 7 days, 256 KiB, 50,000 tasks. */
  public static final CoreSettings DEFAULT =
      new CoreSettings(3, Duration.ofDays(7), 256 << 10, 50_000);
}
