package dev.kappa.coordinator.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * Times of one thing, done again and again.
 *
 * @param p50 half of them took at most this, in microseconds
 * @param p95 of twenty, nineteen took at most this, in microseconds
 */
record Samples(double p50, double p95) {
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
    Arrays.sort(nanos);
    return new Samples(nanos[count / 2] / 1e3, nanos[count * 95 / 100] / 1e3);
  }

  Samples plus(Samples other) {
    return new Samples(p50 + other.p50, p95 + other.p95);
  }
}
