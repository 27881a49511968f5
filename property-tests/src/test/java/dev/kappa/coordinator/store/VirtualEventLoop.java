package dev.kappa.coordinator.store;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The store's event loop in virtual time. A pause before another try is drawn by the world: the
 * store's own is by chance, and would not be the same again.
 */
record VirtualEventLoop(ScheduledExecutorService loop, IntSupplier pause) implements Executor {
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  static VirtualEventLoop of(ScheduledExecutorService loop, IntSupplier pause) {
    return new VirtualEventLoop(loop, pause);
  }

  @Override
  public void execute(Runnable action) {
    loop.execute(action);
  }

  /** {@return this as Netty's type} */
  EventLoop view() {
    return (EventLoop)
        Proxy.newProxyInstance(
            EventLoop.class.getClassLoader(),
            new Class<?>[] {EventLoop.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "inEventLoop" -> true;
                  case "execute" -> {
                    execute((Runnable) arguments[0]);
                    yield null;
                  }
                  case "schedule" -> schedule((Runnable) arguments[0], (long) arguments[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Object schedule(Runnable action, long millis) {
    long delay = millis <= LONGEST_PAUSE_MILLIS ? pause.getAsInt() : millis;
    Future<?> planned = loop.schedule(action, delay, TimeUnit.MILLISECONDS);
    return Proxy.newProxyInstance(
        ScheduledFuture.class.getClassLoader(),
        new Class<?>[] {ScheduledFuture.class},
        (self, method, arguments) -> {
          if (!method.getName().equals("cancel")) {
            throw new UnsupportedOperationException(method.getName());
          }
          return planned.cancel(false);
        });
  }
}
