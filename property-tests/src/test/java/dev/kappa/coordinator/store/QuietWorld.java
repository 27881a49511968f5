package dev.kappa.coordinator.store;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiFunction;

/** A world for one simulated Redis in which nothing goes wrong, and all happens at once. */
final class QuietWorld implements RedisWorld {
  private final Deque<Runnable> agenda = new ArrayDeque<>();

  /** {@return a loop of this world; nothing is ever late, so what is planned is never done} */
  ScheduledExecutorService loop() {
    return proxy(
        ScheduledExecutorService.class,
        (method, arguments) ->
            switch (method) {
              case "execute" -> agenda.add((Runnable) arguments[0]);
              case "schedule" -> proxy(ScheduledFuture.class, (cancel, none) -> true);
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private static <T> T proxy(Class<T> type, BiFunction<String, Object[], Object> call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result = call.apply(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  /** Lets things happen until {@code future} is complete. */
  <T> T get(CompletableFuture<T> future) {
    while (!future.isDone()) {
      agenda.remove().run();
    }
    return future.join();
  }

  @Override
  public long now() {
    return System.currentTimeMillis();
  }

  @Override
  public void at(long millis, Runnable action) {
    agenda.add(action);
  }

  @Override
  public int delay() {
    return 0;
  }

  @Override
  public int pause() {
    return 0;
  }

  @Override
  public int stall() {
    return 0;
  }

  @Override
  public boolean isAway(String key) {
    return false;
  }

  @Override
  public long then(String key) {
    throw new UnsupportedOperationException("nothing is late");
  }

  @Override
  public Trouble trouble(String key) {
    return Trouble.NONE;
  }

  @Override
  public void stored(String run, Map<String, byte[]> changed, List<String> dropped) {}

  @Override
  public void taken(String partition, String owner) {}

  @Override
  public void wrote(String owner) {}

  @Override
  public void violated(String what) {
    throw new AssertionError(what);
  }
}
