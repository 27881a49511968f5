package dev.kappa.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the steps of a program did, for tests that ask. Steps are data: they can't hold a list. */
public final class Journal {
  private static final List<String> NOTES = new ArrayList<>();
  private static final Map<String, Integer> COUNTS = new HashMap<>();

  private Journal() {}

  /** Notes that something was done. */
  public static void note(String what) {
    NOTES.add(what);
  }

  /** Counts how often this was called with {@code what}. */
  public static int count(String what) {
    return COUNTS.merge(what, 1, Integer::sum);
  }

  /** {@return what was noted} */
  public static List<String> notes() {
    return List.copyOf(NOTES);
  }

  static void clear() {
    NOTES.clear();
    COUNTS.clear();
  }
}
