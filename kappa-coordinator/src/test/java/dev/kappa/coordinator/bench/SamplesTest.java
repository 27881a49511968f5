package dev.kappa.coordinator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SamplesTest {
  /** The definition of the nearest rank: the least time that so many of 100 are not above. */
  @Property
  void percentilesAreTheNearestRanks(
      @ForAll @NotEmpty List<@LongRange(min = 0, max = 1_000_000_000_000L) Long> nanos) {
    Samples samples = Samples.of(nanos.stream().mapToLong(Long::longValue).toArray());

    assertThat(samples.count()).isEqualTo(nanos.size());
    assertNearest(samples.p50(), 50, nanos);
    assertNearest(samples.p95(), 95, nanos);
    assertNearest(samples.p99(), 99, nanos);
    assertNearest(samples.max(), 100, nanos);
    assertThat(samples.min()).isEqualTo(nanos.stream().sorted().findFirst().orElseThrow() / 1e3);
  }

  private static void assertNearest(double micros, int percent, List<Long> nanos) {
    long notAbove = nanos.stream().filter(time -> time / 1e3 <= micros).count();
    long below = nanos.stream().filter(time -> time / 1e3 < micros).count();
    assertThat(nanos).anyMatch(time -> time / 1e3 == micros);
    assertThat(notAbove * 100).isGreaterThanOrEqualTo((long) percent * nanos.size());
    assertThat(below * 100).isLessThan((long) percent * nanos.size());
  }

  @Test
  void anActionIsDoneAsOftenToWarmUpAsItIsMeasured() throws Exception {
    int[] done = new int[1];
    Samples samples = Samples.of(7, () -> done[0]++);

    assertThat(samples.count()).isEqualTo(7);
    assertThat(done[0]).isEqualTo(14);
  }

  @Test
  void whatAWorkflowMeasuredIsRead() {
    String json = "{\"samples\":3,\"p50\":1.5,\"p95\":2,\"p99\":3,\"min\":1,\"max\":4}";

    assertThat(Samples.of(JsonMapper.shared().readTree(json)))
        .isEqualTo(new Samples(3, 1.5, 2, 3, 1, 4));
  }
}
