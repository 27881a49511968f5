package dev.kappa.handler;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends writes that would outlast the invocation. A coordinator may be there and not read for long;
 * a worker that waits for it until it is killed looks as if its step had done that. Once the
 * invocation's margin has begun, a write that has gone on for longer than there is time left loses
 * its connection.
 */
final class WriteLimit implements AutoCloseable {
  /** How often it is looked in the margin; a shorter write is always left alone. */
  private static final long LOOK_MILLIS = 50;

  private final TimeLimit time;
  private final Supplier<@Nullable Connection> connection;
  private final Thread thread;
  private volatile boolean over;

  WriteLimit(TimeLimit time, Supplier<@Nullable Connection> connection) {
    this.time = time;
    this.connection = connection;
    this.thread = Thread.ofPlatform().daemon().name("kappa-write-limit").unstarted(this::watch);
  }

  void begin() {
    thread.start();
  }

  private void watch() {
    while (!over) {
      LockSupport.parkNanos(Math.max(LOOK_MILLIS, time.usableMillis()) * 1_000_000);
      Connection current = connection.get();
      if (current != null && time.isNear()) {
        long most = Math.max(LOOK_MILLIS, time.remainingMillis());
        if (current.isWritingForLongerThan(most)) {
          current.close();
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
