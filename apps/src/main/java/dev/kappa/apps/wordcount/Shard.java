package dev.kappa.apps.wordcount;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one mapper reads. */
record Shard(List<Range> ranges) {
  Map<String, Long> count() throws IOException {
    Map<String, Long> counts = new HashMap<>();
    for (Range range : ranges) {
      range.read(word -> counts.merge(word, 1L, Long::sum));
    }
    return counts;
  }
}
