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
  private int size;

  record Ready(String run, Handle task) {}

  int size() {
    return size;
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

  void forget(String run) {
    Deque<Handle> tasks = byRun.remove(run);
    size -= tasks == null ? 0 : tasks.size();
  }
}
