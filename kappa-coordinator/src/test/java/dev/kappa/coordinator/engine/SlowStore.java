package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.coordinator.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A store in memory that writes, while it is held, only when the test lets it. */
final class SlowStore {
  private final Deque<Runnable> held = new ArrayDeque<>();
  private boolean holding;
  private boolean away;

  Store around(MemoryStore store) {
    return proxy(Store.class, store);
  }

  /** From now on the store says that it can't be reached. */
  void leave() {
    away = true;
  }

  void hold() {
    holding = true;
  }

  /** Writes what was held back, in order, and all that comes. */
  void let() {
    holding = false;
    while (!held.isEmpty()) {
      held.remove().run();
    }
  }

  private <T> T proxy(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call(target, method, arguments)));
  }

  @SuppressWarnings("unchecked") // the interfaces' methods give futures of these types
  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "takeOver" ->
          ((CompletableFuture<Partition>) invoke(target, method, arguments))
              .thenApply(partition -> proxy(Partition.class, partition));
      case "write" -> later(() -> ((Partition) target).write((List<Change>) arguments[0]));
      case "putBlob" ->
          later(
              () ->
                  ((Store) target)
                      .putBlob(
                          (int) arguments[0],
                          (String) arguments[1],
                          (String) arguments[2],
                          (byte[]) arguments[3]));
      case "reachable" -> !away;
      default -> invoke(target, method, arguments);
    };
  }

  private <T> CompletableFuture<T> later(Supplier<CompletableFuture<T>> action) {
    if (!holding) {
      return action.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    held.add(
        () ->
            action
                .get()
                .whenComplete(
                    (value, error) -> {
                      if (error == null) {
                        result.complete(value);
                      } else {
                        result.completeExceptionally(error);
                      }
                    }));
    return result;
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
