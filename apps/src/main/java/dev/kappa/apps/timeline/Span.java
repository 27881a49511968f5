package dev.kappa.apps.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One time that a step's body ran.
 *
 * @param begin its mark at the beginning
 * @param end in milliseconds since 1970; if it was cut off, when that task was next heard of, or
 *     else the end of all that is known
 * @param whole whether it came to its end
 */
record Span(Mark begin, long end, boolean whole) {
  /** {@return the spans of marks that are in the order in which they were noted} */
  static List<Span> of(List<Mark> marks) {
    long last = marks.stream().mapToLong(Mark::at).max().orElse(0);
    Map<String, Mark> open = new HashMap<>();
    List<Span> spans = new ArrayList<>();
    for (Mark mark : marks) {
      Mark before = open.remove(mark.task());
      boolean ends = mark.kind() == Mark.Kind.END;
      if (before != null) {
        boolean whole = ends && before.key().equals(mark.key()) && before.worker() == mark.worker();
        spans.add(new Span(before, Math.max(before.at(), mark.at()), whole));
      }
      if (!ends) {
        open.put(mark.task(), mark);
      }
    }
    open.values().forEach(mark -> spans.add(new Span(mark, last, false)));
    return spans;
  }
}
