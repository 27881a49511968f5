package dev.kappa.apps.wordcount;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The counts of some of the words.
 *
 * @param counts each word once, in the order of {@link Count#BY_WORD}
 */
record Part(List<Count> counts) {
  /** {@return the counts in {@code n} parts} A word's part depends on nothing but the word. */
  static List<Part> split(Map<String, Long> counts, int n) {
    List<List<Count>> parts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      parts.add(new ArrayList<>());
    }
    counts.forEach(
        (word, count) -> parts.get(Math.floorMod(word.hashCode(), n)).add(new Count(word, count)));
    return parts.stream().map(Part::sorted).toList();
  }

  private static Part sorted(List<Count> counts) {
    counts.sort(Count.BY_WORD);
    return new Part(counts);
  }

  /** {@return the sum of the parts} */
  static Part merge(List<Part> parts) {
    List<Count> sum = new ArrayList<>();
    new Merge(parts).forEachRemaining(sum::add);
    return new Part(sum);
  }
}
