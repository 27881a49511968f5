package dev.kappa.coordinator.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs by a time of theirs; runs of the same time by their names. */
final class TimeIndex {
  private record Entry(long at, String run) {}

  private final TreeSet<Entry> ordered =
      new TreeSet<>(Comparator.comparingLong(Entry::at).thenComparing(Entry::run));
  private final Map<String, Entry> byRun = new HashMap<>();

  void put(String run, long at) {
    remove(run);
    var entry = new Entry(at, run);
    byRun.put(run, entry);
    ordered.add(entry);
  }

  void remove(String run) {
    Entry entry = byRun.remove(run);
    if (entry != null) {
      ordered.remove(entry);
    }
  }

  boolean contains(String run) {
    return byRun.containsKey(run);
  }

  Set<String> runs() {
    return byRun.keySet();
  }

  /** {@return at most {@code limit} runs whose time is not after {@code at}, oldest first} */
  List<String> upTo(long at, int limit) {
    var runs = new ArrayList<String>();
    for (Entry entry : ordered) {
      if (entry.at > at || runs.size() == limit) {
        break;
      }
      runs.add(entry.run);
    }
    return runs;
  }

  /** {@return the earliest time after {@code at}, or {@link Long#MAX_VALUE}} */
  long firstAfter(long at) {
    Entry first = ordered.ceiling(new Entry(at + 1, ""));
    return first == null ? Long.MAX_VALUE : first.at;
  }

  /**
   * {@return {@code limit} runs from before {@code at}, newest first, and those of the same time as
   * the last of them}
   */
  List<String> newestBefore(long at, int limit) {
    var runs = new ArrayList<String>();
    @Nullable Entry last = null;
    for (Entry entry : ordered.headSet(new Entry(at, ""), false).descendingSet()) {
      if (runs.size() >= limit && last != null && entry.at != last.at) {
        break;
      }
      runs.add(entry.run);
      last = entry;
    }
    return runs;
  }
}
