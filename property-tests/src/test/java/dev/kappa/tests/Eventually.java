package dev.kappa.tests;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other processes are about to do. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  private Eventually() {}

  /** Returns when {@code condition} is true; fails after a minute. */
  public static void holds(String what, Callable<Boolean> condition) {
    found(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /** Returns what is found as soon as there is something; fails after a minute. */
  public static <T> T found(String what, Callable<Optional<T>> search) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<T> result = call(what, search);
      if (result.isPresent()) {
        return result.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static <T> Optional<T> call(String what, Callable<Optional<T>> search) {
    try {
      return search.call();
    } catch (Exception e) {
      throw new AssertionError("while waiting: " + what, e);
    }
  }
}
