package dev.kappa.tests.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What steps do outside of their run: counts, by name. The simulation has one thread. */
final class Journal {
  private static final Map<String, Integer> COUNTS = new HashMap<>();
  private static long now;

  private Journal() {}

  /** A step that kills its worker. */
  static final class Fatal extends Error {
    Fatal() {
      super("the worker dies");
    }
  }

  static void clear() {
    COUNTS.clear();
  }

  /** Sets the time that steps see, in milliseconds since 1970. */
  static void time(long millis) {
    now = millis;
  }

  static long now() {
    return now;
  }

  /** {@return how often it has happened} */
  static int add(String what) {
    return COUNTS.merge(what, 1, Integer::sum);
  }

  /** {@return what has happened of which the names begin so} */
  static List<String> names(String prefix) {
    return COUNTS.keySet().stream().filter(name -> name.startsWith(prefix)).sorted().toList();
  }

  static int count(String what) {
    return COUNTS.getOrDefault(what, 0);
  }
}
