package dev.kappa.coordinator.engine;

import dev.kappa.wire.AttemptRef;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The workers that are connected, or may come back for their tasks, by their invocations. */
final class Connections {
  /** In the order in which they came: a simulation goes the same way again. */
  private final Map<String, Set<Worker>> byInvocation = new LinkedHashMap<>();

  /** A worker has come; it takes over the task of an earlier connection of its own. */
  void add(Worker worker) {
    Set<Worker> connections =
        byInvocation.computeIfAbsent(worker.invocation(), i -> new HashSet<>());
    for (Worker earlier : connections) {
      if (earlier.instance() == worker.instance() && earlier.task() != null) {
        worker.inherit(earlier);
      }
    }
    connections.removeIf(Connections::isOver);
    connections.add(worker);
  }

  /** {@return all of them} */
  List<Worker> all() {
    byInvocation.values().removeIf(Connections::nobodyIsLeft);
    return byInvocation.values().stream().flatMap(Set::stream).toList();
  }

  private static boolean nobodyIsLeft(Set<Worker> connections) {
    connections.removeIf(Connections::isOver);
    return connections.isEmpty();
  }

  private static boolean isOver(Worker worker) {
    return worker.isGone() && worker.task() == null;
  }

  /** {@return whether another worker was given an attempt} */
  boolean isWithAnother(AttemptRef attempt, Worker than) {
    for (Set<Worker> connections : byInvocation.values()) {
      for (Worker worker : connections) {
        if (attempt.equals(worker.task()) && !isTheSame(worker, than)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isTheSame(Worker one, Worker other) {
    return one.instance() == other.instance() && one.invocation().equals(other.invocation());
  }

  /** A worker does not come back. */
  void remove(Worker worker) {
    Set<Worker> connections = byInvocation.get(worker.invocation());
    if (connections != null && connections.remove(worker) && connections.isEmpty()) {
      byInvocation.remove(worker.invocation());
    }
  }

  /** No worker of an invocation comes back. {@return those that it had} */
  Set<Worker> removeAll(String invocation) {
    Set<Worker> workers = byInvocation.remove(invocation);
    return workers == null ? Set.of() : workers;
  }

  /**
   * Takes tasks from their workers and ends these connections. A worker is not told first: word of
   * its task may wait behind other replies, and must not leave when the run is another
   * coordinator's. It comes back and asks.
   */
  void part(Predicate<AttemptRef> tasks) {
    for (Worker worker : all()) {
      AttemptRef task = worker.task();
      if (task != null && tasks.test(task)) {
        worker.task(null);
        worker.close();
      }
    }
  }
}
