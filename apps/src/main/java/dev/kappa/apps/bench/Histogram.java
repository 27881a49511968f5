package dev.kappa.apps.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Times, counted in buckets, so that any number of them takes the same room. A time is known to 3
 * %.
 *
 * @param samples how many times
 * @param min the least, in nanoseconds
 * @param max the greatest, in nanoseconds
 * @param buckets how many times each bucket has; only those that have any
 */
record Histogram(long samples, long min, long max, Map<Integer, Integer> buckets) {
  static final Histogram EMPTY = new Histogram(0, Long.MAX_VALUE, 0, Map.of());

  /** Each doubling has this many buckets. */
  private static final int FINE = 32;

  /** {@return this with a time more; a negative one counts as 0} */
  Histogram add(long nanos) {
    long time = Math.max(0, nanos);
    Map<Integer, Integer> more = new LinkedHashMap<>(buckets);
    more.merge(bucket(time), 1, Integer::sum);
    return new Histogram(samples + 1, Math.min(min, time), Math.max(max, time), more);
  }

  /** {@return this and the times of another} */
  Histogram add(Histogram other) {
    Map<Integer, Integer> more = new LinkedHashMap<>(buckets);
    other.buckets.forEach((bucket, count) -> more.merge(bucket, count, Integer::sum));
    return new Histogram(
        samples + other.samples, Math.min(min, other.min), Math.max(max, other.max), more);
  }

  /** {@return all the times of several} */
  static Histogram sum(List<Histogram> parts) {
    Histogram sum = EMPTY;
    for (Histogram part : parts) {
      sum = sum.add(part);
    }
    return sum;
  }

  Latency latency() {
    if (samples == 0) {
      return Latency.NONE;
    }
    return new Latency(
        samples, micros(at(0.50)), micros(at(0.95)), micros(at(0.99)), micros(min), micros(max));
  }

  private long at(double share) {
    long rank = (long) Math.ceil(share * samples);
    for (Map.Entry<Integer, Integer> bucket : new TreeMap<>(buckets).entrySet()) {
      rank -= bucket.getValue();
      if (rank <= 0) {
        return Math.clamp(upperBound(bucket.getKey()), min, max);
      }
    }
    return max;
  }

  private static int bucket(long nanos) {
    if (nanos < FINE) {
      return (int) nanos;
    }
    int shift = 63 - Long.numberOfLeadingZeros(nanos / FINE);
    return shift * FINE + (int) (nanos >> shift);
  }

  private static long upperBound(int bucket) {
    if (bucket < 2 * FINE) {
      return bucket;
    }
    int shift = bucket / FINE - 1;
    return ((bucket - (long) shift * FINE + 1) << shift) - 1;
  }

  private static double micros(long nanos) {
    return nanos / 1000.0;
  }
}
