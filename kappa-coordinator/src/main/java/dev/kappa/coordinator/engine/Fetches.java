package dev.kappa.coordinator.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;

/**
 * Blobs on their way from the store to workers: few at once, since each may be large. Those whose
 * store is away may take long: the others do not wait for them. Partitions take turns.
 */
final class Fetches {
  private static final int AT_ONCE = 8;

  private final ToIntFunction<String> partitionOf;
  private final IntPredicate away;
  private final Map<Integer, Deque<Runnable>> waiting = new LinkedHashMap<>();
  private final Map<Integer, Integer> underWay = new HashMap<>();
  private boolean beginning;

  /**
   * None is under way.
   *
   * @param partitionOf the partition of a run
   * @param away whether the store of a partition can't be reached
   */
  Fetches(ToIntFunction<String> partitionOf, IntPredicate away) {
    this.partitionOf = partitionOf;
    this.away = away;
  }

  /** Begins {@code fetch} when it is its turn; {@link #done} is to be called when it is over. */
  void add(String run, Runnable fetch) {
    int partition = partitionOf.applyAsInt(run);
    waiting.computeIfAbsent(partition, number -> new ArrayDeque<>()).add(fetch);
    begin();
  }

  /** A worker has its blob, or will not get it. */
  void done(String run) {
    underWay.computeIfPresent(
        partitionOf.applyAsInt(run), (number, count) -> count == 1 ? null : count - 1);
    begin();
  }

  /** Goes on where it is possible. To be called now and then: a store may be away by now. */
  void begin() {
    // A fetch may be over before it has begun: it must not begin the next within itself.
    if (beginning) {
      return;
    }
    beginning = true;
    try {
      boolean any = true;
      while (any) {
        any = false;
        for (int partition : List.copyOf(waiting.keySet())) {
          any |= beginOne(partition);
        }
      }
    } finally {
      beginning = false;
    }
  }

  private boolean beginOne(int partition) {
    if (!hasTurn(away.test(partition))) {
      return false;
    }
    // Behind the others.
    Deque<Runnable> its = waiting.remove(partition);
    if (its == null) {
      return false;
    }
    Runnable next = its.remove();
    if (!its.isEmpty()) {
      waiting.put(partition, its);
    }
    underWay.merge(partition, 1, Integer::sum);
    next.run();
    return true;
  }

  private boolean hasTurn(boolean whileAway) {
    int alike = 0;
    for (Map.Entry<Integer, Integer> some : underWay.entrySet()) {
      alike += away.test(some.getKey()) == whileAway ? some.getValue() : 0;
    }
    return alike < AT_ONCE;
  }
}
