package dev.kappa.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the words of a text in ASCII come to, counted by the system's own programs.
 *
 * @param counts by word, in the order of their letters' codes
 */
record IndependentCount(Map<String, Long> counts) {
  private static final String PIPELINE =
      "tr -cs 'A-Za-z0-9_' '\\n' < \"$1\" | tr A-Z a-z | grep -E '^.{3,}$' | sort | uniq -c";

  static IndependentCount of(Path text) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("/bin/sh", "-c", PIPELINE, "count", text.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      Map<String, Long> counts = new LinkedHashMap<>();
      try (var lines = process.inputReader(StandardCharsets.US_ASCII)) {
        lines
            .lines()
            .map(line -> line.strip().split(" "))
            .forEach(f -> counts.put(f[1], Long.valueOf(f[0])));
      }
      return new IndependentCount(counts);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return what {@code n} copies of the text come to} */
  IndependentCount times(int n) {
    Map<String, Long> more = new LinkedHashMap<>();
    counts.forEach((word, count) -> more.put(word, n * count));
    return new IndependentCount(more);
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@return the most frequent words as JSON, as word-count tells them} */
  String top(int n) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(n)
        .map(e -> "{\"word\":\"%s\",\"count\":%d}".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** {@return the lines of a file of all counts} */
  List<String> lines() {
    return counts.entrySet().stream().map(e -> e.getKey() + "\t" + e.getValue()).toList();
  }
}
