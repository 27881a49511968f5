package dev.kappa.handler;

import dev.kappa.wire.AttemptRef;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Says that the current attempt lives, however long its step takes. */
final class Heartbeat implements AutoCloseable {
  private final Link link;
  private final long nanos;
  private final @Nullable Thread thread;
  private volatile @Nullable AttemptRef current;
  private volatile boolean over;

  Heartbeat(Link link) {
    this.link = link;
    this.nanos = link.heartbeatMillis() * 1_000_000;
    this.thread =
        nanos > 0
            ? Thread.ofPlatform().daemon().name("kappa-heartbeat").unstarted(this::beat)
            : null;
    if (thread != null) {
      thread.start();
    }
  }

  /** From now on it is this attempt that lives; null for none. */
  void of(@Nullable AttemptRef attempt) {
    current = attempt;
  }

  private void beat() {
    long next = System.nanoTime() + nanos;
    while (!over) {
      LockSupport.parkNanos(next - System.nanoTime());
      if (System.nanoTime() - next >= 0) {
        next += nanos;
        AttemptRef attempt = current;
        if (attempt != null && !over) {
          link.heartbeat(attempt);
        }
      }
    }
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
  }
}
