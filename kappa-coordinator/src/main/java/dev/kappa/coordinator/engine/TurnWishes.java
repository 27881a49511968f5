package dev.kappa.coordinator.engine;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What functions asked for, that return what they do: it comes with the next attempt at the task.
 * What is forgotten is asked for again.
 */
final class TurnWishes {
  private static final int MOST = 10_000;

  /**
   * Of a task.
   *
   * @param frames whether as many as fit are wanted
   * @param blobs names of blobs
   */
  record Wish(boolean frames, Set<String> blobs) {
    static final Wish NONE = new Wish(false, Set.of());

    Wish {
      blobs = Set.copyOf(blobs);
    }
  }

  private record Key(String run, Handle task) {}

  private final Map<Key, Wish> wishes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Wish> eldest) {
          return size() > MOST;
        }
      };

  Wish of(AttemptRef attempt) {
    return wishes.getOrDefault(key(attempt), Wish.NONE);
  }

  void set(AttemptRef attempt, Wish wish) {
    if (wish.equals(Wish.NONE)) {
      wishes.remove(key(attempt));
    } else {
      wishes.put(key(attempt), wish);
    }
  }

  private static Key key(AttemptRef attempt) {
    return new Key(attempt.run(), attempt.task());
  }
}
