package dev.kappa.tests.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found wrong, and what was counted. Used by any thread. */
final class Findings {
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();

  synchronized void wrong(String what) {
    wrong.add(what);
  }

  synchronized void count(String what, long more) {
    counts.merge(what, more, Long::sum);
  }

  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  synchronized long counted(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** {@return lines with all that was counted} */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    counts.forEach((what, n) -> text.append("  %-24s %8d%n".formatted(what, n)));
    text.append("  %-24s %8d%n".formatted("wrong", wrong.size()));
    wrong.forEach(w -> text.append("    ").append(w).append(System.lineSeparator()));
    return text.toString();
  }
}
