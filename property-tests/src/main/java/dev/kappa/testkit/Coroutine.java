package dev.kappa.testkit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Something that runs on a thread of its own, but only while its caller waits for it. */
final class Coroutine {
  private final Semaphore inside = new Semaphore(0);
  private final Semaphore outside = new Semaphore(0);
  private final Thread thread;
  private @Nullable Throwable failure;
  private boolean begun;
  private boolean ended;

  Coroutine(String name, Runnable body) {
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
  }

  private void run(Runnable body) {
    try {
      body.run();
    } catch (Throwable e) {
      failure = e;
    } finally {
      ended = true;
      outside.release();
    }
  }

  /**
   * Lets it go on until it pauses or ends.
   *
   * @return false if it does neither for so long: then it is interrupted, and given up
   */
  boolean resume(Duration patience) {
    if (begun) {
      inside.release();
    } else {
      begun = true;
      thread.start();
    }
    boolean interrupted = Thread.interrupted();
    try {
      boolean back = outside.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!back) {
        thread.interrupt();
      }
      return back;
    } catch (InterruptedException e) {
      interrupted = true;
      thread.interrupt();
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets the caller go on; called inside. */
  void pause() {
    outside.release();
    inside.acquireUninterruptibly();
  }

  boolean hasBegun() {
    return begun;
  }

  boolean hasEnded() {
    return ended;
  }

  /** {@return what it threw; null if nothing} */
  @Nullable Throwable failure() {
    return failure;
  }
}
