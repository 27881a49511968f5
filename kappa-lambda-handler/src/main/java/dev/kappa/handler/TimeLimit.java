package dev.kappa.handler;

import java.time.Duration;

/**
 * The invocation's time, with a margin at its end in which no work is begun any more: 5 % of the
 * time that there was at the beginning, at least 1 s and at most 30 s, but never more than a
 * quarter of it.
 */
final class TimeLimit {
  private static final long MIN_MARGIN = 1_000;
  private static final long MAX_MARGIN = 30_000;

  private final Deadline deadline;
  private final long margin;
  private final long whole;
  private volatile boolean over;

  TimeLimit(Deadline deadline) {
    this.deadline = deadline;
    long all = Math.max(0, deadline.remainingMillis());
    this.margin = Math.min(Math.clamp(all / 20, MIN_MARGIN, MAX_MARGIN), all / 4);
    this.whole = all - margin;
  }

  /** {@return how many milliseconds there were before the margin at the beginning} */
  long wholeMillis() {
    return whole;
  }

  /** No more work is begun, though there is time. */
  void end() {
    over = true;
  }

  /** {@return how many milliseconds are left before the margin, at least 0} */
  long usableMillis() {
    return over ? 0 : Math.max(0, deadline.remainingMillis() - margin);
  }

  /** {@return how many milliseconds are left, at least 0} */
  long remainingMillis() {
    return Math.max(0, deadline.remainingMillis());
  }

  /**
   * {@return how many milliseconds a request may take that begins now} It ends before the
   * invocation does, with time to say so, and in the margin at half of what is left.
   */
  long requestMillis() {
    return (usableMillis() + remainingMillis()) / 2;
  }

  Duration remaining() {
    return Duration.ofMillis(remainingMillis());
  }

  /** {@return whether the margin has begun} */
  boolean isNear() {
    return usableMillis() == 0;
  }
}
