package dev.kappa.coordinator.engine;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of one priority. Fairness keys are in turn: each gives one task, or up to as many as the
 * weight of its first run says, and is then the last. Within a key its runs are in turn, a task
 * each; within a run tasks are in order. What comes goes behind all that wait, so nobody starves.
 */
final class FairTurns {
  private final Map<Key, Place> places = new LinkedHashMap<>();
  private final Set<String> runs = new HashSet<>();
  private int size;

  /** A fairness key, or a run that has none. */
  private record Key(String text, boolean ofRun) {
    static Key of(Priority priority, String run) {
      String key = priority.fairnessKey();
      return key.isEmpty() ? new Key(run, true) : new Key(key, false);
    }
  }

  /** A task, and since when it waits, in nanoseconds. */
  private record Waiting(Handle task, long since) {}

  /** The place of a key. */
  private static final class Place {
    final Map<String, Deque<Waiting>> byRun = new LinkedHashMap<>();
    final Map<String, Integer> weights = new LinkedHashMap<>();

    /** How many tasks it has given in this turn. */
    int given;
  }

  int size() {
    return size;
  }

  /** {@return whether a run has tasks here} */
  boolean has(String run) {
    return runs.contains(run);
  }

  void add(Priority priority, String run, Handle task, long nanoTime) {
    Place place = places.computeIfAbsent(Key.of(priority, run), key -> new Place());
    place.byRun.computeIfAbsent(run, r -> new ArrayDeque<>()).add(new Waiting(task, nanoTime));
    place.weights.put(run, priority.effectiveWeight());
    runs.add(run);
    size++;
  }

  /**
   * {@return the next one; its run is then the last of its key}
   *
   * @throws NoSuchElementException if there is none
   */
  ReadyTasks.Ready poll() {
    Map.Entry<Key, Place> first = places.entrySet().iterator().next();
    Place place = first.getValue();
    String run = place.byRun.keySet().iterator().next();
    int weight = place.weights.getOrDefault(run, 1);
    Handle task = take(place, run);
    place.given++;
    if (place.byRun.isEmpty()) {
      places.remove(first.getKey());
    } else if (place.given >= weight) {
      places.remove(first.getKey());
      place.given = 0;
      places.put(first.getKey(), place);
    }
    return new ReadyTasks.Ready(run, task);
  }

  private Handle take(Place place, String run) {
    Deque<Waiting> tasks = place.byRun.remove(run);
    if (tasks == null) {
      throw new NoSuchElementException(run);
    }
    Handle task = tasks.remove().task();
    size--;
    if (tasks.isEmpty()) {
      place.weights.remove(run);
      runs.remove(run);
    } else {
      place.byRun.put(run, tasks);
    }
    return task;
  }

  /** {@return the first task of a run; null if it has none} */
  @Nullable Handle first(Priority priority, String run) {
    Place place = places.get(Key.of(priority, run));
    Deque<Waiting> tasks = place == null ? null : place.byRun.get(run);
    return tasks == null ? null : tasks.element().task();
  }

  /** {@return for how long the one has waited that waits longest; 0 for none} */
  long longestWait(long nanoTime) {
    long longest = 0;
    for (Place place : places.values()) {
      for (Deque<Waiting> tasks : place.byRun.values()) {
        // A run's tasks are in order: the first one has waited longest.
        longest = Math.max(longest, nanoTime - tasks.element().since());
      }
    }
    return longest;
  }

  /** {@return how many tasks it had} */
  int forget(Priority priority, String run) {
    Key key = Key.of(priority, run);
    Place place = places.get(key);
    Deque<Waiting> tasks = place == null ? null : place.byRun.remove(run);
    if (place == null || tasks == null) {
      return 0;
    }
    size -= tasks.size();
    place.weights.remove(run);
    runs.remove(run);
    if (place.byRun.isEmpty()) {
      places.remove(key);
    }
    return tasks.size();
  }
}
