package dev.kappa.tests.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What steps do outside of their run: counts, by name. A simulated world has one thread, and a
 * journal of its own, so that worlds may go on side by side. All others share one.
 */
final class Journal {
  private static final ThreadLocal<@Nullable Journal> OWN = new ThreadLocal<>();
  private static final Journal SHARED = new Journal();

  private final Map<String, Integer> counts = new HashMap<>();
  private long now;
  private boolean resident;

  private Journal() {}

  /** A step that kills its worker. */
  static final class Fatal extends Error {
    Fatal() {
      super("the worker dies");
    }
  }

  /** Begins a journal of this thread. */
  static void begin() {
    OWN.set(new Journal());
  }

  /** Begins the journal of all threads that have none of their own, as this one from now on. */
  static void beginShared() {
    OWN.remove();
    SHARED.counts.clear();
  }

  private static Journal mine() {
    Journal own = OWN.get();
    return own == null ? SHARED : own;
  }

  /** Sets the time that steps see, in milliseconds since 1970. */
  static void time(long millis) {
    mine().now = millis;
  }

  static long now() {
    return mine().now;
  }

  /** Says on which kind of worker the next step runs. */
  static void place(boolean resident) {
    mine().resident = resident;
  }

  /** {@return whether the step runs on a resident worker} */
  static boolean isResident() {
    return mine().resident;
  }

  /** {@return how often it has happened} */
  static int add(String what) {
    return mine().counts.merge(what, 1, Integer::sum);
  }

  /** {@return what has happened of which the names begin so} */
  static List<String> names(String prefix) {
    return mine().counts.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .toList();
  }

  static int count(String what) {
    return mine().counts.getOrDefault(what, 0);
  }
}
