package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.RunHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who wants to know when a run has its result. */
final class Watchers {
  private final Map<String, List<Consumer<RunHeader>>> byRun = new HashMap<>();

  void add(String run, Consumer<RunHeader> watcher) {
    byRun.computeIfAbsent(run, r -> new ArrayList<>()).add(watcher);
  }

  void remove(String run, Consumer<RunHeader> watcher) {
    List<Consumer<RunHeader>> watchers = byRun.get(run);
    if (watchers != null && watchers.remove(watcher) && watchers.isEmpty()) {
      byRun.remove(run);
    }
  }

  boolean any(String run) {
    return byRun.containsKey(run);
  }

  void ended(String run, RunHeader header) {
    List<Consumer<RunHeader>> watchers = byRun.remove(run);
    if (watchers != null) {
      watchers.forEach(watcher -> watcher.accept(header));
    }
  }
}
