package dev.kappa.handler;

import dev.kappa.error.ErrorCode;

/**
 * How long a worker tries to get its coordinator back, or a bucket: 30 s from the first failure on,
 * and 10 min where a step may have taken hours, with pauses of 50 ms that double up to 2 s, and
 * never into the margin of its time.
 */
final class Patience {
  private static final long BOUND_MILLIS = 30_000;
  private static final long LONG_BOUND_MILLIS = 600_000;

  /** No invocation has so much time. */
  private static final long HOURS_MILLIS = 86_400_000;

  private static final long FIRST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 2_000;

  private final TimeLimit time;
  private final ErrorCode code;
  private long since;
  private long pause;

  Patience(TimeLimit time) {
    this(time, ErrorCode.COORDINATOR_UNREACHABLE);
  }

  private Patience(TimeLimit time, ErrorCode code) {
    this.time = time;
    this.code = code;
  }

  /**
   * {@return one whose time began with the request that failed}
   *
   * @param code what it gives up with
   * @param began as {@link System#nanoTime} had it
   */
  static Patience since(long began, TimeLimit time, ErrorCode code) {
    Patience patience = new Patience(time, code);
    patience.since = began;
    patience.pause = FIRST_PAUSE;
    return patience;
  }

  /** A request was answered, or will be: all is well. */
  void restore() {
    pause = 0;
  }

  /** Waits before the next try, or gives up. */
  void pause(String what, Exception cause) {
    long now = System.nanoTime();
    if (pause == 0) {
      since = now;
      pause = FIRST_PAUSE;
    }
    long tried = (now - since) / 1_000_000;
    long bound = time.wholeMillis() > HOURS_MILLIS ? LONG_BOUND_MILLIS : BOUND_MILLIS;
    if (tried + pause > bound || pause >= time.usableMillis()) {
      throw LinkEndedException.unreachable(
          code, what + ", tried for " + tried + " ms, the last time: " + cause);
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LinkEndedException.unreachable(code, what + ", and the worker was interrupted");
    }
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}
