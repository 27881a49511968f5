package dev.kappa.coordinator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The text of metrics is what Prometheus reads. */
final class ExpositionTest {
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

  private static final Pattern SERIES =
      Pattern.compile(
          "[a-zA-Z_:][a-zA-Z0-9_:]*"
              + "(\\{[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\n]|\\\\[\\\\n\"])*\""
              + "(,[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\n]|\\\\[\\\\n\"])*\")*})?"
              + " (-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?|\\+Inf)");

  private static final Pattern ABOUT =
      Pattern.compile(
          "# (HELP [a-zA-Z_:][a-zA-Z0-9_:]* \\S.*"
              + "|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram|info))");

  private enum Colour {
    RED,
    DARK_BLUE
  }

  /** {@return all metrics, each with some number} */
  private static Readings all() {
    Readings all = new Readings();
    for (Metric metric : Metric.values()) {
      if (metric.type() == Metric.Type.HISTOGRAM) {
        all.add(metric, new Durations());
      } else {
        all.add(
            metric, 1.5, metric.labels().stream().map(name -> "a\"\\\nb").toArray(String[]::new));
      }
    }
    return all;
  }

  private static List<String> lines(Readings readings) {
    return Exposition.of(readings, null).text().lines().toList();
  }

  @Test
  void eachLineIsOfTheFormat() {
    assertThat(lines(all()))
        .hasSizeGreaterThan(Metric.values().length)
        .allMatch(line -> SERIES.matcher(line).matches() || ABOUT.matcher(line).matches());
  }

  @Test
  void eachMetricHasItsNameItsTypeAndItsHelp() {
    List<String> lines = lines(all());
    for (Metric metric : Metric.values()) {
      String type =
          metric.type() == Metric.Type.INFO
              ? "gauge"
              : metric.type().name().toLowerCase(Locale.ROOT);
      assertThat(lines)
          .contains(
              "# TYPE %s %s".formatted(metric.text(), type),
              "# HELP %s %s".formatted(metric.text(), metric.help()));
      assertThat(lines).anyMatch(line -> line.matches(metric.text() + "(_count)?[ {].*"));
    }
    assertThat(lines).filteredOn(line -> line.startsWith("# TYPE")).hasSize(Metric.values().length);
  }

  @Test
  void namesAreAsPrometheusWantsThem() {
    assertThat(Metric.values())
        .allSatisfy(
            metric -> {
              assertThat(metric.text()).matches("kappa_[a-z]+(_[a-z]+)*");
              assertThat(metric.text().endsWith("_total"))
                  .isEqualTo(metric.type() == Metric.Type.COUNTER);
              assertThat(metric.help()).matches("[A-Z0-9].*\\.");
            });
    assertThat(Arrays.stream(Metric.values()).map(Metric::text)).doesNotHaveDuplicates();
  }

  @Test
  void seriesHaveTheirLabels() {
    CountBy<Colour> counts = new CountBy<>(Colour.class);
    counts.add(Colour.DARK_BLUE);
    counts.add(Colour.DARK_BLUE);
    assertThat(lines(new Readings().add(Metric.ATTEMPTS_LOST, counts)))
        .contains(
            "kappa_attempts_lost_total{loss=\"red\"} 0.0",
            "kappa_attempts_lost_total{loss=\"dark_blue\"} 2.0");
  }

  @Test
  void boundsOfAHistogramCountAllThatIsNotLonger() {
    Durations durations = new Durations();
    Stream.of(1L, 2L, 3L, 700L, 60_000L)
        .map(TimeUnit.MILLISECONDS::toNanos)
        .forEach(durations::add);
    String name = "kappa_commit_duration_seconds";
    assertThat(lines(new Readings().add(Metric.COMMIT_SECONDS, durations)))
        .contains(
            name + "_bucket{le=\"5.0E-4\"} 0",
            name + "_bucket{le=\"0.001\"} 1",
            name + "_bucket{le=\"0.0025\"} 2",
            name + "_bucket{le=\"0.005\"} 3",
            name + "_bucket{le=\"1.0\"} 4",
            name + "_bucket{le=\"30.0\"} 4",
            name + "_bucket{le=\"+Inf\"} 5",
            name + "_count 5",
            name + "_sum 60.706");
  }

  @Test
  void whoAcceptsOpenMetricsIsGivenIt() {
    Exposition plain = Exposition.of(all(), "text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
    assertThat(plain.contentType()).startsWith("text/plain; version=0.0.4");
    Exposition open = Exposition.of(all(), OPEN_METRICS + ",text/plain;version=0.0.4;q=0.5");
    assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(open.text()).endsWith("# EOF\n").contains("# TYPE kappa_runs_started counter");
  }

  @Test
  void numbersOfOtherLabelsAreRefused() {
    assertThatThrownBy(() -> new Readings().add(Metric.RUNS_ENDED, 1))
        .hasMessageContaining("0 labels (expected: [status])");
  }
}
