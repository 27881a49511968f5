package dev.kappa.tests.simulation;

import dev.kappa.coordinator.core.StoredRun;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How far somebody knows runs to be, in commits. Nobody is answered with less who asks later. */
final class Known {
  private final Map<String, Long> stored = new HashMap<>();
  private final Map<Task, TreeMap<Long, Long>> reached = new HashMap<>();
  private final Map<String, Long> told = new HashMap<>();

  private record Task(String run, Handle handle) {}

  /** Redis has lost what it had acknowledged: nobody knows anything for sure. */
  void tailLost() {
    stored.clear();
    reached.clear();
    told.clear();
  }

  /** A run's header is stored, if {@code field} is that. */
  void stored(String run, String field, byte[] bytes) {
    long commits = StoredRun.commits(field, bytes);
    if (commits >= 0) {
      stored.put(run, commits);
    }
  }

  /** A commit is stored, after the header of its batch. */
  void stored(String run, StoredRun.Stand stand) {
    reached
        .computeIfAbsent(new Task(run, stand.task()), task -> new TreeMap<>())
        .putIfAbsent(stand.seq(), stored.getOrDefault(run, 0L));
  }

  /** Somebody is told that a commit is durable. */
  void told(AttemptRef attempt, long seq) {
    TreeMap<Long, Long> commits = reached.get(new Task(attempt.run(), attempt.task()));
    var batch = commits == null ? null : commits.floorEntry(seq);
    if (batch != null) {
      told(attempt.run(), batch.getValue());
    }
  }

  /** Somebody is told how far a run is. */
  void told(String run, long commits) {
    told.merge(run, commits, Math::max);
  }

  /** {@return how far somebody knows a run to be} */
  long of(String run) {
    return told.getOrDefault(run, 0L);
  }
}
