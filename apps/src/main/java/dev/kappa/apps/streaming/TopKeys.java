package dev.kappa.apps.streaming;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the most frequent keys in bounded room, by the algorithm Space-Saving of Metwally, Agrawal
 * and El Abbadi (2005). Exact as long as there are no more than {@value #MOST} keys. After that a
 * new key takes the place, and the count, of the rarest: a count may be too high by what it began
 * with, and never too low. Each key of more than one in {@value #MOST} of all items is there.
 *
 * @param counters by key
 */
record TopKeys(Map<String, Counter> counters) {
  static final TopKeys NONE = new TopKeys(Map.of());

  private static final int MOST = 1_000;

  /**
   * A key's count.
   *
   * @param error by how much it may be too high
   */
  record Counter(long count, long error) {}

  private static final Comparator<Map.Entry<String, Counter>> MOST_FIRST =
      Comparator.comparingLong((Map.Entry<String, Counter> entry) -> -entry.getValue().count())
          .thenComparing(Map.Entry::getKey);

  /** {@return with so many more items of each key} */
  TopKeys plus(Map<String, Long> counts) {
    Map<String, Counter> more = new LinkedHashMap<>(counters);
    counts.forEach((key, count) -> add(more, key, count));
    return new TopKeys(more);
  }

  private static void add(Map<String, Counter> counters, String key, long count) {
    Counter known = counters.get(key);
    long error = known == null ? 0 : known.error();
    long before = known == null ? 0 : known.count();
    if (known == null && counters.size() == MOST) {
      var rarest = counters.entrySet().stream().max(MOST_FIRST).orElseThrow();
      before = rarest.getValue().count();
      error = before;
      counters.remove(rarest.getKey());
    }
    counters.put(key, new Counter(before + count, error));
  }

  List<Streaming.Ranked> first(int most) {
    return counters.entrySet().stream()
        .sorted(MOST_FIRST)
        .limit(most)
        .map(e -> new Streaming.Ranked(e.getKey(), e.getValue().count(), e.getValue().error()))
        .toList();
  }
}
