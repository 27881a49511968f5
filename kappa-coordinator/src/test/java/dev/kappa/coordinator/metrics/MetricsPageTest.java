package dev.kappa.coordinator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of metrics in {@code docs/operations.md} is that of the code. */
class MetricsPageTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern NAME = Pattern.compile("\\bkappa_[a-z]+(?:_[a-z]+)+\\b");

  @Test
  void tableOfThePageIsThatOfTheCode() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCS.resolve("operations.md")).stream()
            .filter(line -> line.startsWith("| `kappa_"))
            .toList();
    assertThat(rows)
        .containsExactly(
            Arrays.stream(Metric.values()).map(MetricsPageTest::row).toArray(String[]::new));
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            metric.text(),
            metric.type().name().toLowerCase(Locale.ROOT),
            metric.labels().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")),
            metric.help())
        .replace("|  |", "| |");
  }

  /** In alarms, too. */
  @Test
  void whatPagesNameIsAMetric() throws IOException {
    List<String> known =
        Arrays.stream(Metric.values()).map(Metric::text).flatMap(MetricsPageTest::series).toList();
    String text =
        Files.readString(DOCS.resolve("operations.md"))
            + Files.readString(DOCS.resolve("deploying.md"));
    assertThat(NAME.matcher(text).results().map(MatchResult::group)).isNotEmpty().isSubsetOf(known);
  }

  private static Stream<String> series(String name) {
    return Stream.of(name, name + "_bucket", name + "_count", name + "_sum");
  }
}
