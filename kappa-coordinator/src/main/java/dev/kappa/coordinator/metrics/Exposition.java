package dev.kappa.coordinator.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Metrics as Prometheus reads them.
 *
 * @param contentType of which format the text is
 */
public record Exposition(String contentType, String text) {
  /**
   * {@return the text of all that was read} Takes some milliseconds; the first time it loads the
   * library.
   *
   * @param accept the header of that name: says which format is wanted; null for that of Prometheus
   */
  public static Exposition of(Readings readings, @Nullable String accept) {
    ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accept);
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    readings.values().forEach((metric, values) -> all.metricSnapshot(snapshot(metric, values)));
    readings.durations().forEach((metric, taken) -> all.metricSnapshot(histogram(metric, taken)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, all.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Exposition(writer.getContentType(), out.toString(UTF_8));
  }

  private static MetricSnapshot snapshot(Metric metric, List<Readings.Value> values) {
    return switch (metric.type()) {
      case COUNTER -> counter(metric, values);
      case GAUGE -> gauge(metric, values);
      case INFO -> info(metric, values);
      case HISTOGRAM -> throw new IllegalArgumentException(metric + " has durations");
    };
  }

  private static MetricSnapshot counter(Metric metric, List<Readings.Value> values) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder().name(without(metric, "_total")).help(metric.help());
    values.forEach(
        value ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder()
                    .value(value.number())
                    .labels(labels(metric, value))
                    .build()));
    return counter.build();
  }

  private static MetricSnapshot gauge(Metric metric, List<Readings.Value> values) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(metric.text()).help(metric.help());
    values.forEach(
        value ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .value(value.number())
                    .labels(labels(metric, value))
                    .build()));
    return gauge.build();
  }

  private static MetricSnapshot info(Metric metric, List<Readings.Value> values) {
    InfoSnapshot.Builder info =
        InfoSnapshot.builder().name(without(metric, "_info")).help(metric.help());
    values.forEach(
        value ->
            info.dataPoint(InfoDataPointSnapshot.builder().labels(labels(metric, value)).build()));
    return info.build();
  }

  private static MetricSnapshot histogram(Metric metric, Durations.Taken taken) {
    return HistogramSnapshot.builder()
        .name(metric.text())
        .help(metric.help())
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(taken.bounds(), taken.counts()))
                .sum(taken.seconds())
                .build())
        .build();
  }

  /** The library adds the ending itself. */
  private static String without(Metric metric, String ending) {
    return metric.text().substring(0, metric.text().length() - ending.length());
  }

  private static Labels labels(Metric metric, Readings.Value value) {
    return Labels.of(metric.labels(), value.labels());
  }
}
