package dev.kappa.tests.simulation;

import dev.kappa.coordinator.core.StoredRun;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Attempts that Redis has lost: it acknowledged that they were dispatched, and then lost that.
 * Their epochs come again.
 */
final class LostAttempts {
  private final Map<Object, Assignment> attempts = new HashMap<>();
  private final Map<Long, Set<Object>> makers = new HashMap<>();
  private final Set<Object> lost = new HashSet<>();

  /** A worker begins an attempt, of which the identity counts and not the name. */
  void begun(Object attempt, Assignment assignment) {
    attempts.put(attempt, assignment);
  }

  void made(Commit commit, Object attempt) {
    makers.computeIfAbsent(commit.digest(), digest -> new HashSet<>()).add(attempt);
  }

  /** Redis has lost some: all those that what is stored of their run does not know. */
  void tailLost(Function<String, Map<String, byte[]>> stored) {
    attempts.forEach(
        (attempt, given) -> {
          AttemptRef ref = given.ref();
          Map<String, byte[]> fields = stored.apply(ref.run());
          if (!StoredRun.knows(fields, ref.task(), given.number(), ref.epoch())) {
            lost.add(attempt);
          }
        });
  }

  /** {@return whether a commit of that digest was made by lost attempts alone} */
  boolean hasMade(long digest) {
    Set<Object> by = makers.get(digest);
    return by != null && lost.containsAll(by);
  }
}
