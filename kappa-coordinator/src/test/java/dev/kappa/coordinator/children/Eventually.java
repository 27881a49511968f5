package dev.kappa.coordinator.children;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process is about to do. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Eventually() {}

  /** Returns when {@code condition} is true; fails after half a minute. */
  public static void holds(Callable<Boolean> condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!isTrue(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come true within " + LIMIT);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Returns when no process of that id runs any more. One that nobody reaped does not run. */
  public static void isGone(long pid) {
    holds(() -> ProcessHandle.of(pid).flatMap(process -> process.info().commandLine()).isEmpty());
  }

  private static boolean isTrue(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
