package dev.kappa.tests.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What steps do outside of their run: counts, by name. A world has one thread, and this is its. */
final class Journal {
  private static final ThreadLocal<Journal> MINE = ThreadLocal.withInitial(Journal::new);

  private final Map<String, Integer> counts = new HashMap<>();
  private long now;

  private Journal() {}

  /** A step that kills its worker. */
  static final class Fatal extends Error {
    Fatal() {
      super("the worker dies");
    }
  }

  static void clear() {
    MINE.get().counts.clear();
  }

  /** Sets the time that steps see, in milliseconds since 1970. */
  static void time(long millis) {
    MINE.get().now = millis;
  }

  static long now() {
    return MINE.get().now;
  }

  /** {@return how often it has happened} */
  static int add(String what) {
    return MINE.get().counts.merge(what, 1, Integer::sum);
  }

  /** {@return what has happened of which the names begin so} */
  static List<String> names(String prefix) {
    return MINE.get().counts.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .toList();
  }

  static int count(String what) {
    return MINE.get().counts.getOrDefault(what, 0);
  }
}
