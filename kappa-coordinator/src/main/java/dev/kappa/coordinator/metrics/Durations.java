package dev.kappa.coordinator.metrics;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** How long one thing took, each time: how often no longer than each bound. Of one thread. */
public final class Durations {
  private static final double NANOS = 1e9;

  /** In nanoseconds: from a store beside the coordinator to one that was away for a while. */
  private static final long[] BOUNDS = {
    500_000L,
    1_000_000L,
    2_500_000L,
    5_000_000L,
    10_000_000L,
    25_000_000L,
    50_000_000L,
    100_000_000L,
    250_000_000L,
    500_000_000L,
    1_000_000_000L,
    2_500_000_000L,
    5_000_000_000L,
    10_000_000_000L,
    30_000_000_000L
  };

  private final long[] counts = new long[BOUNDS.length + 1];
  private long sum;

  /**
   * As they were at one moment.
   *
   * @param bounds in seconds, ascending; the last one is infinite
   * @param counts how many were above the bound before and not above this one
   * @param seconds all together
   */
  public record Taken(List<Double> bounds, List<Long> counts, double seconds) {
    /** Copies the lists. */
    public Taken {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }

    /** {@return how many there were} */
    public long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** One more. */
  public void add(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += nanos;
  }

  /** {@return what there was so far} */
  public Taken take() {
    DoubleStream bounds = LongStream.of(BOUNDS).mapToDouble(bound -> bound / NANOS);
    return new Taken(
        DoubleStream.concat(bounds, DoubleStream.of(Double.POSITIVE_INFINITY)).boxed().toList(),
        LongStream.of(counts).boxed().toList(),
        sum / NANOS);
  }
}
