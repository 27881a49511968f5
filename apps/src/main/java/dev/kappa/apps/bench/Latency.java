package dev.kappa.apps.bench;

/**
 * A measurement, in microseconds.
 *
 * @param samples how many times were measured
 * @param p50 half of them were at most this
 * @param p95 95 of 100 were at most this
 * @param p99 99 of 100 were at most this
 * @param min the least
 * @param max the greatest
 */
public record Latency(long samples, double p50, double p95, double p99, double min, double max) {
  static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);
}
