package dev.kappa.coordinator.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Runs on their way into memory because they are due. How large one is, is known when it is here:
 * so few come at once, and none while memory is full. Partitions take turns.
 */
final class DueRuns {
  private static final int AT_ONCE = 8;

  private final Engine engine;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Set<LoadedRun> underWay = new HashSet<>();
  private boolean beginning;

  /** Runs of a partition; {@code all} that are due, or the first of them. */
  private record Waiting(Owned partition, Iterator<String> runs, boolean all) {}

  DueRuns(Engine engine) {
    this.engine = engine;
  }

  /** {@return whether runs of a partition wait here} */
  boolean has(Owned partition) {
    return waiting.stream().anyMatch(some -> some.partition == partition);
  }

  /** Loads those that are not here, unless there is no room: they are due again later. */
  void add(Owned partition, List<String> runs, boolean all) {
    waiting.add(new Waiting(partition, runs.iterator(), all));
    begin();
  }

  /** Goes on where it is possible. To be called now and then: a store may be away by now. */
  void begin() {
    // A load may be over before it has begun: it must not begin the next within itself.
    if (beginning) {
      return;
    }
    beginning = true;
    try {
      while (!waiting.isEmpty() && hasTurn()) {
        Waiting next = waiting.remove();
        if (load(next)) {
          waiting.add(next);
        }
      }
    } finally {
      beginning = false;
    }
  }

  /** Those whose store is away may take long: the others do not wait for them. */
  private boolean hasTurn() {
    return underWay.stream().filter(run -> !engine.overload().isAway(run.id)).count() < AT_ONCE;
  }

  /** Loads the next of a partition. {@return whether there may be more of them} */
  private boolean load(Waiting some) {
    Owned partition = some.partition;
    while (!partition.gone && some.runs.hasNext()) {
      String run = some.runs.next();
      if (partition.tried.contains(run) || partition.runs.containsKey(run)) {
        continue;
      }
      if (engine.overload().memoryIsFull() || engine.overload().isAway(run)) {
        partition.sleepers = true;
        return false;
      }
      LoadedRun loading = engine.loaded().load(partition, run);
      underWay.add(loading);
      loading.whenLoaded(() -> over(loading));
      return true;
    }
    partition.adopted |= some.all;
    return false;
  }

  private void over(LoadedRun run) {
    underWay.remove(run);
    begin();
  }
}
