package dev.kappa.coordinator.engine;

import dev.kappa.wire.Handle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks that no worker has: in order within a run, and in turn among runs. */
final class ReadyTasks {
  private final Map<String, Deque<Handle>> byRun = new LinkedHashMap<>();
  private final Deque<Ready> forFresh = new ArrayDeque<>();
  private int size;

  record Ready(String run, Handle task) {}

  int size() {
    return size + forFresh.size();
  }

  /** Adds one that an invocation is to have that has done nothing else. */
  void addForFresh(String run, Handle task) {
    forFresh.add(new Ready(run, task));
  }

  /** {@return the next one for a worker whose invocation has done nothing else} */
  @Nullable Ready pollFresh() {
    Ready first = forFresh.poll();
    return first == null ? poll() : first;
  }

  void add(String run, Handle task) {
    byRun.computeIfAbsent(run, r -> new ArrayDeque<>()).add(task);
    size++;
  }

  /** {@return the next one; its run is last in turn from now on} */
  @Nullable Ready poll() {
    if (size == 0) {
      return null;
    }
    Map.Entry<String, Deque<Handle>> first = byRun.entrySet().iterator().next();
    String run = first.getKey();
    Deque<Handle> tasks = first.getValue();
    byRun.remove(run);
    Handle task = tasks.remove();
    size--;
    if (!tasks.isEmpty()) {
      byRun.put(run, tasks);
    }
    return new Ready(run, task);
  }

  /** {@return the first one of a run; null if it has none} */
  @Nullable Handle first(String run) {
    Deque<Handle> tasks = byRun.get(run);
    return tasks != null
        ? tasks.element()
        : forFresh.stream()
            .filter(ready -> ready.run().equals(run))
            .map(Ready::task)
            .findFirst()
            .orElse(null);
  }

  void forget(String run) {
    Deque<Handle> tasks = byRun.remove(run);
    size -= tasks == null ? 0 : tasks.size();
    forFresh.removeIf(ready -> ready.run().equals(run));
  }
}
