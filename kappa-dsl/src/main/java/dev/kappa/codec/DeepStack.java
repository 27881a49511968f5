package dev.kappa.codec;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does what may need more stack than the caller's thread has left. How deep a stack goes depends on
 * the thread, on who calls, and on what is compiled by now; whether a value can be stored and comes
 * back must not.
 */
final class DeepStack {
  /** Far more than {@link Limits#DEPTH} levels take. It is memory only as far as it is used. */
  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  /** {@return what {@code what} returns} It may be begun twice. */
  static <T extends @Nullable Object> T call(Supplier<T> what) {
    try {
      return what.get();
    } catch (StackOverflowError e) {
      return again(what);
    }
  }

  private static <T extends @Nullable Object> T again(Supplier<T> what) {
    FutureTask<T> task = new FutureTask<>(what::get);
    Thread thread = new Thread(null, task, "kappa-deep-value", BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unchecked(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case RuntimeException known -> known;
      case null, default -> new IllegalStateException(cause);
    };
  }
}
