package dev.kappa.handler;

import dev.kappa.wire.AttemptRef;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says that the current attempt lives, however long its step takes. */
final class Heartbeat implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

  private final Consumer<AttemptRef> beat;
  private final long nanos;
  private final @Nullable Thread thread;
  private volatile @Nullable AttemptRef current;
  private volatile boolean over;

  /**
   * Begins.
   *
   * @param millis between two; 0 for never
   * @param beat says that an attempt lives
   */
  Heartbeat(long millis, Consumer<AttemptRef> beat) {
    this.beat = beat;
    this.nanos = millis * 1_000_000;
    this.thread =
        nanos > 0 ? Thread.ofPlatform().daemon().name("kappa-heartbeat").unstarted(this::go) : null;
    if (thread != null) {
      thread.start();
    }
  }

  /** From now on it is this attempt that lives; null for none. */
  void of(@Nullable AttemptRef attempt) {
    current = attempt;
  }

  private void go() {
    long next = System.nanoTime() + nanos;
    while (!over) {
      LockSupport.parkNanos(next - System.nanoTime());
      if (System.nanoTime() - next >= 0) {
        next += nanos;
        AttemptRef attempt = current;
        if (attempt != null && !over) {
          beat(attempt);
        }
      }
    }
  }

  /** One that fails must not be the last. */
  private void beat(AttemptRef attempt) {
    try {
      beat.accept(attempt);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a heartbeat of " + attempt + " failed", e);
    }
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
  }
}
