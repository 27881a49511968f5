package dev.kappa.apps.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Property
  void percentilesAreRightToThreePercent(
      @ForAll @NotEmpty List<@LongRange(min = 0, max = 100_000_000_000L) Long> times) {
    Histogram histogram = Histogram.EMPTY;
    for (long time : times) {
      histogram = histogram.add(time);
    }

    Latency latency = histogram.latency();

    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    assertNear(latency.p50(), sorted.get((int) Math.ceil(0.50 * sorted.size()) - 1));
    assertNear(latency.p95(), sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1));
    assertNear(latency.p99(), sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1));
    assertThat(latency.min()).isEqualTo(sorted.getFirst() / 1000.0);
    assertThat(latency.max()).isEqualTo(sorted.getLast() / 1000.0);
    assertThat(latency.samples()).isEqualTo(times.size());
  }

  @Property
  void sumsHoldTheTimesOfBoth(
      @ForAll List<@LongRange(min = 0, max = 1_000_000) Long> some,
      @ForAll List<@LongRange(min = 0, max = 1_000_000) Long> others) {
    List<Long> all = new ArrayList<>(some);
    all.addAll(others);

    assertThat(of(some).add(of(others))).isEqualTo(of(all));
    assertThat(Histogram.sum(List.of(of(some), of(others)))).isEqualTo(of(all));
  }

  @Test
  void manyTimesTakeFewBuckets() {
    Histogram histogram = Histogram.EMPTY;
    for (int i = 0; i < 10_000; i++) {
      histogram = histogram.add(i * 1_000_000L);
    }

    assertThat(histogram.buckets()).hasSizeLessThan(512);
  }

  private static Histogram of(List<Long> times) {
    Histogram histogram = Histogram.EMPTY;
    for (long time : times) {
      histogram = histogram.add(time);
    }
    return histogram;
  }

  private static void assertNear(double micros, long nanos) {
    assertThat(micros).isCloseTo(nanos / 1000.0, within(nanos * 0.032 / 1000.0 + 1e-9));
  }
}
