package dev.kappa.coordinator.store;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The event loop on which all of a store happens. */
record Home(EventLoop loop) {
  /** Does it here and now on the loop, soon if the caller is elsewhere. */
  <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> what) {
    if (loop.inEventLoop()) {
      return what.get();
    }
    return CompletableFuture.completedFuture(null).thenComposeAsync(nothing -> what.get(), loop);
  }

  /** Does it on the loop, later. The result tells how to call it off. */
  Runnable after(Duration delay, Runnable what) {
    ScheduledFuture<?> planned = loop.schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> planned.cancel(false);
  }

  void run(Runnable what) {
    if (loop.inEventLoop()) {
      what.run();
    } else {
      loop.execute(what);
    }
  }
}
