package dev.kappa.coordinator.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What metrics are at one moment. Made on one thread, and then only read. */
public final class Readings {
  private final Map<Metric, List<Value>> values = new EnumMap<>(Metric.class);
  private final Map<Metric, Durations.Taken> durations = new EnumMap<>(Metric.class);

  /**
   * One series of a metric.
   *
   * @param labels the values of the metric's labels, in their order
   */
  public record Value(double number, List<String> labels) {
    /** Copies the labels. */
    public Value {
      labels = List.copyOf(labels);
    }
  }

  /**
   * Adds what a metric is.
   *
   * @param labels the values of its labels, in their order
   * @throws IllegalArgumentException if it has others
   */
  public Readings add(Metric metric, double number, String... labels) {
    if (labels.length != metric.labels().size()) {
      throw new IllegalArgumentException(
          "%s: %d labels (expected: %s)".formatted(metric, labels.length, metric.labels()));
    }
    values.computeIfAbsent(metric, m -> new ArrayList<>()).add(new Value(number, List.of(labels)));
    return this;
  }

  /** As {@link #add(Metric, double, String...)}; above 2^53 to the nearest that a double can be. */
  public Readings add(Metric metric, long number, String... labels) {
    return add(metric, (double) number, labels);
  }

  /** Adds what a metric is that has one label, by kinds. */
  public <K extends Enum<K>> Readings add(Metric metric, CountBy<K> counts) {
    counts.all().forEach((kind, count) -> add(metric, count, CountBy.label(kind)));
    return this;
  }

  /** Adds a histogram. */
  public Readings add(Metric metric, Durations taken) {
    durations.put(metric, taken.take());
    return this;
  }

  /**
   * {@return what a metric is}
   *
   * @param labels the values of its labels, in their order
   * @throws IllegalArgumentException if there is no such series
   */
  public double number(Metric metric, String... labels) {
    return values.getOrDefault(metric, List.of()).stream()
        .filter(value -> value.labels().equals(List.of(labels)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(metric + " of " + List.of(labels)))
        .number();
  }

  /** {@return the series of all metrics but the histograms} */
  public Map<Metric, List<Value>> values() {
    return Map.copyOf(values);
  }

  /** {@return the histograms} */
  public Map<Metric, Durations.Taken> durations() {
    return Map.copyOf(durations);
  }
}
