package dev.kappa.handler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of steps that have a time limit: one for each. One whose body does not end when it is
 * interrupted is left behind; of those it keeps count. Thread-safe.
 */
final class StepThreads {
  /** With more left behind, the worker ends. */
  static final int MOST_LEFT = 4;

  /** So long an interrupted body may clean up. */
  private static final long GRACE_MILLIS = 500;

  private int left;

  /** What a step does. */
  interface Body {
    @Nullable Object run() throws Throwable;
  }

  /** {@return whether so many bodies were left behind that this process is of no more use} */
  synchronized boolean areSpent() {
    return left > MOST_LEFT;
  }

  /**
   * {@return what {@code body} gives within so many milliseconds}
   *
   * @param late run when they have passed, before the body is interrupted
   * @throws TimeoutException if they have passed; its message says what became of the body
   * @throws Throwable what the body throws
   */
  @Nullable Object run(Body body, long millis, Runnable late) throws Throwable {
    Running running = new Running(body);
    running.thread.start();
    try {
      return running.get(millis);
    } catch (TimeoutException e) {
      if (running.end.completeExceptionally(e)) {
        late.run();
        throw new TimeoutException(running.stop());
      }
      return running.get(millis);
    }
  }

  private final class Running {
    final Thread thread;
    final CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
    private final Body body;
    private boolean leftBehind;
    private boolean over;

    Running(Body body) {
      this.body = body;
      this.thread = Thread.ofPlatform().daemon().name("kappa-step").unstarted(this::go);
    }

    private void go() {
      try {
        end.complete(body.run());
      } catch (Throwable e) {
        // An error of the JVM itself, too, is for the worker's own thread to judge.
        end.completeExceptionally(e);
      } finally {
        over();
      }
    }

    private void over() {
      synchronized (StepThreads.this) {
        over = true;
        if (leftBehind) {
          left--;
        }
      }
    }

    /** Who interrupts the worker's thread means the step. */
    @Nullable Object get(long millis) throws Throwable {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      while (true) {
        try {
          return this.end.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          thread.interrupt();
        } catch (ExecutionException e) {
          throw e.getCause() == null ? e : e.getCause();
        }
      }
    }

    /** Interrupts the body. {@return what became of it} */
    String stop() {
      thread.interrupt();
      try {
        thread.join(GRACE_MILLIS);
      } catch (InterruptedException e) {
        // It has been interrupted already.
      }
      synchronized (StepThreads.this) {
        if (over) {
          return "it was interrupted, and has ended";
        }
        leftBehind = true;
        left++;
        return "it was interrupted, and goes on all the same: what it does now has no effect on the task";
      }
    }
  }
}
