package dev.kappa.coordinator.engine;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that no worker has: those of a higher priority first, then fairness keys in turn, of a key
 * its runs in turn, and of a run its tasks in order. Where some of a lower priority have waited
 * while {@value #PATIENCE} others went first, one of them is next.
 */
final class ReadyTasks {
  /** So many tasks of higher priorities go before one that waits. */
  static final int PATIENCE = 16;

  private final List<Level> levels = new ArrayList<>();
  private final Map<String, Priority> priorities = new HashMap<>();
  private final Deque<Fresh> forFresh = new ArrayDeque<>();
  private final LongSupplier nanoTime;
  private int size;

  record Ready(String run, Handle task) {}

  /** One that an invocation is to have that has done nothing else. */
  private record Fresh(Ready ready, long since) {}

  /** Those of a priority. */
  private static final class Level {
    final FairTurns turns = new FairTurns();

    /** How many of higher priorities went first since one of these did. */
    int passedOver;
  }

  /** None, in a time that is told in nanoseconds. */
  ReadyTasks(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (int i = 1; i <= Priority.LOWEST; i++) {
      levels.add(new Level());
    }
  }

  int size() {
    return size + forFresh.size();
  }

  /** {@return how many there are of a level and of higher ones} */
  int sizeDownTo(int level) {
    return levels.subList(0, level).stream().mapToInt(l -> l.turns.size()).sum() + forFresh.size();
  }

  /** Adds one that an invocation is to have that has done nothing else. */
  void addForFresh(String run, Handle task) {
    forFresh.add(new Fresh(new Ready(run, task), nanoTime.getAsLong()));
  }

  /** {@return the next one for a worker whose invocation has done nothing else} */
  @Nullable Ready pollFresh() {
    Fresh first = forFresh.poll();
    return first == null ? poll() : first.ready();
  }

  void add(String run, Handle task, Priority priority) {
    // A run's priority does not change; of one that could not be read when it came, it is found.
    Priority known = priorities.putIfAbsent(run, priority);
    Priority its = known == null ? priority : known;
    of(its).turns.add(its, run, task, nanoTime.getAsLong());
    size++;
  }

  /** {@return the next one} */
  @Nullable Ready poll() {
    Level next = nextLevel();
    if (next == null) {
      return null;
    }
    pass(next);
    size--;
    Ready ready = next.turns.poll();
    if (!next.turns.has(ready.run())) {
      priorities.remove(ready.run());
    }
    return ready;
  }

  /** {@return the highest that was patient for long, else the highest; null if all are empty} */
  private @Nullable Level nextLevel() {
    Level highest = null;
    for (Level level : levels) {
      boolean waits = level.turns.size() > 0;
      if (waits && level.passedOver >= PATIENCE) {
        return level;
      }
      highest = waits && highest == null ? level : highest;
    }
    return highest;
  }

  /** Those below a level that wait have been patient once more. */
  private void pass(Level chosen) {
    boolean below = false;
    for (Level level : levels) {
      if (below && level.turns.size() > 0) {
        level.passedOver++;
      }
      below |= level == chosen;
    }
    chosen.passedOver = 0;
  }

  /** Lets the tasks below {@code level} that wait be next: others had workers for long. */
  void overdue(int level) {
    for (Level lower : levels.subList(level, levels.size())) {
      if (lower.turns.size() > 0) {
        lower.passedOver = PATIENCE;
      }
    }
  }

  /** {@return the first one of a run; null if it has none} */
  @Nullable Handle first(String run) {
    Priority its = priorities.get(run);
    return its != null
        ? of(its).turns.first(its, run)
        : forFresh.stream()
            .map(Fresh::ready)
            .filter(ready -> ready.run().equals(run))
            .map(Ready::task)
            .findFirst()
            .orElse(null);
  }

  void forget(String run) {
    Priority its = priorities.remove(run);
    if (its != null) {
      size -= of(its).turns.forget(its, run);
    }
    forFresh.removeIf(fresh -> fresh.ready().run().equals(run));
  }

  /**
   * {@return for how many nanoseconds the one has waited that waits longest; 0 for none} Looks at
   * one task of each run.
   */
  long longestWait() {
    long now = nanoTime.getAsLong();
    Fresh first = forFresh.peek();
    long longest = first == null ? 0 : now - first.since();
    for (Level level : levels) {
      longest = Math.max(longest, level.turns.longestWait(now));
    }
    return longest;
  }

  private Level of(Priority priority) {
    return levels.get(priority.effectiveLevel() - 1);
  }
}
