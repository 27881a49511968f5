package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.RunHeader;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** Who wants to know when a run has its result. */
final class Watchers {
  private final Map<String, Set<CompletableFuture<RunHeader>>> byRun = new LinkedHashMap<>();

  /** {@return completes when the run has its result} */
  CompletableFuture<RunHeader> add(String run) {
    CompletableFuture<RunHeader> watcher = new CompletableFuture<>();
    byRun
        .computeIfAbsent(run, r -> Collections.newSetFromMap(new IdentityHashMap<>()))
        .add(watcher);
    return watcher;
  }

  @SuppressWarnings("UndefinedEquals") // a set of identities
  void remove(String run, CompletableFuture<RunHeader> watcher) {
    Set<CompletableFuture<RunHeader>> watchers = byRun.get(run);
    if (watchers != null && watchers.remove(watcher) && watchers.isEmpty()) {
      byRun.remove(run);
    }
  }

  boolean any(String run) {
    return byRun.containsKey(run);
  }

  void ended(String run, RunHeader header) {
    take(run).forEach(watcher -> watcher.complete(header));
  }

  /** Runs are no more here, in memory or not. */
  void failed(Predicate<String> runs, Function<String, RuntimeException> why) {
    for (String run : byRun.keySet().stream().filter(runs).toList()) {
      take(run).forEach(watcher -> watcher.completeExceptionally(why.apply(run)));
    }
  }

  private Set<CompletableFuture<RunHeader>> take(String run) {
    Set<CompletableFuture<RunHeader>> watchers = byRun.remove(run);
    return watchers == null ? Set.of() : watchers;
  }
}
