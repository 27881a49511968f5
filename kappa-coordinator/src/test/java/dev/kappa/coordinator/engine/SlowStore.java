package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A store in memory that does, while it is held, some of what it is asked only when the test lets
 * it.
 */
final class SlowStore {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean holding;
  private boolean holdingLoads;
  private final Set<Integer> away = new HashSet<>();
  private boolean losing;
  private int deaf = -1;
  private boolean failing;
  private final Set<Integer> known = new HashSet<>();

  Store around(MemoryStore store) {
    return proxy(Store.class, store);
  }

  /**
   * From now on the store says that it can't be reached for a partition; reads, and blobs, are
   * held.
   */
  void leave(int partition) {
    away.add(partition);
    known.add(partition);
  }

  /** As {@link #leave}, but the store does not know it yet. */
  void leaveUnnoticed(int partition) {
    away.add(partition);
  }

  /** Whether questions after the blobs of a run fail from now on. */
  void failBlobs(boolean fail) {
    failing = fail;
  }

  /** From now on owners of this partition are held back who ask whether it is still theirs. */
  void holdReaffirmationsOf(int partition) {
    deaf = partition;
  }

  /** From now on partitions are taken over, and nobody hears of it. */
  void loseTakeOvers() {
    losing = true;
  }

  void hold() {
    holding = true;
  }

  /** From now on runs are loaded one by one, when the test says so. */
  void holdLoads() {
    holdingLoads = true;
  }

  /** Loads the run that has waited longest. */
  void letOne() {
    waiting.remove().run();
  }

  int waiting() {
    return waiting.size();
  }

  /** Writes what was held back, in order, and all that comes. */
  void let() {
    holding = false;
    holdingLoads = false;
    deaf = -1;
    losing = false;
    while (!waiting.isEmpty()) {
      waiting.remove().run();
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
          ((CompletableFuture<Object>) invoke(target, method, arguments)).thenApply(this::taken);
      case "write" -> later(holding, () -> ((Partition) target).write((List<Change>) arguments[0]));
      case "load" -> {
        Partition partition = (Partition) target;
        yield later(
            holdingLoads || away.contains(partition.number()),
            () -> partition.load((String) arguments[0]));
      }
      case "headers" -> {
        Partition partition = (Partition) target;
        yield later(
            away.contains(partition.number()),
            () -> partition.headers((List<String>) arguments[0]));
      }
      case "reaffirm" -> {
        Partition partition = (Partition) target;
        yield later(partition.number() == deaf, partition::reaffirm);
      }
      case "putBlob" ->
          later(
              holding || away.contains((int) arguments[0]),
              () ->
                  ((Store) target)
                      .putBlob(
                          (int) arguments[0],
                          (String) arguments[1],
                          (String) arguments[2],
                          (byte[]) arguments[3]));
      case "blob" ->
          later(
              away.contains((int) arguments[0]),
              () ->
                  ((Store) target)
                      .blob((int) arguments[0], (String) arguments[1], (String) arguments[2]));
      case "blobs" -> {
        Partition partition = (Partition) target;
        yield failing
            ? CompletableFuture.failedFuture(new IllegalStateException("no answer"))
            : partition.blobs((String) arguments[0]);
      }
      case "reachable" ->
          method.getParameterCount() == 0 ? known.isEmpty() : !known.contains((int) arguments[0]);
      default -> invoke(target, method, arguments);
    };
  }

  private Object taken(Object partition) {
    if (losing) {
      throw new KappaException(ErrorCode.REDIS_UNREACHABLE, "the answer was lost");
    }
    return partition instanceof Optional<?> perhaps
        ? perhaps.map(it -> proxy(Partition.class, (Partition) it))
        : proxy(Partition.class, (Partition) partition);
  }

  private <T> CompletableFuture<T> later(boolean held, Supplier<CompletableFuture<T>> action) {
    if (!held) {
      return action.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    waiting.add(
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
