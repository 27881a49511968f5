package dev.kappa.coordinator.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;

/**
 * Times of one thing, done again and again, in microseconds.
 *
 * @param count how many
 * @param p50 half of them are at most this
 * @param p95 of 100, 95 are at most this
 * @param p99 of 100, 99 are at most this
 * @param min the least
 * @param max the greatest
 */
record Samples(long count, double p50, double p95, double p99, double min, double max) {
  /** Does {@code action} {@code count} times to warm up, and {@code count} times to measure. */
  static Samples of(int count, Callable<?> action) throws Exception {
    for (int i = 0; i < count; i++) {
      action.call();
    }
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      action.call();
      nanos[i] = System.nanoTime() - start;
    }
    return of(nanos);
  }

  /** {@return the samples of times in nanoseconds, one or more} */
  static Samples of(long... nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Samples(
        sorted.length,
        at(sorted, 50),
        at(sorted, 95),
        at(sorted, 99),
        sorted[0] / 1e3,
        sorted[sorted.length - 1] / 1e3);
  }

  /** {@return what a workflow has measured} */
  static Samples of(JsonNode latency) {
    return new Samples(
        latency.required("samples").longValue(),
        latency.required("p50").doubleValue(),
        latency.required("p95").doubleValue(),
        latency.required("p99").doubleValue(),
        latency.required("min").doubleValue(),
        latency.required("max").doubleValue());
  }

  /** The nearest rank: the least of them that {@code percent} of all are not above. */
  private static double at(long[] sorted, int percent) {
    int rank = (sorted.length * percent + 99) / 100;
    return sorted[rank - 1] / 1e3;
  }

  /** {@return as if this and the other were done one after the other} */
  Samples plus(Samples other) {
    return new Samples(
        Math.min(count, other.count),
        p50 + other.p50,
        p95 + other.p95,
        p99 + other.p99,
        min + other.min,
        max + other.max);
  }
}
