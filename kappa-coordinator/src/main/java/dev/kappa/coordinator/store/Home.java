package dev.kappa.coordinator.store;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The event loop on which all of a store happens. */
record Home(EventLoop loop) {
  /** Does it here and now on the loop, soon if the caller is elsewhere. */
  <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> what) {
    if (loop.inEventLoop()) {
      return what.get();
    }
    return CompletableFuture.supplyAsync(what, loop).thenCompose(future -> future);
  }

  void run(Runnable what) {
    if (loop.inEventLoop()) {
      what.run();
    } else {
      loop.execute(what);
    }
  }
}
