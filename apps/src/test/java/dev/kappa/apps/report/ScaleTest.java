package dev.kappa.apps.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ScaleTest {
  @Property
  void allValuesAreOnTheScaleAndInTheirOrder(
      @ForAll boolean log, @ForAll @NotEmpty List<@DoubleRange(min = 0, max = 1e9) Double> values) {
    Scale scale = scale(log, values);

    List<Double> sorted = values.stream().sorted().toList();
    List<Double> heights = sorted.stream().map(scale::at).toList();
    assertThat(heights).allMatch(height -> height >= 0 && height <= 1).isSorted();
    assertThat(scale.high()).isGreaterThanOrEqualTo(sorted.getLast() * (1 - 1e-9));
  }

  @Property
  void linesAreFewAndReachFromEndToEnd(
      @ForAll boolean log,
      @ForAll @NotEmpty List<@DoubleRange(min = 0.01, max = 1e6) Double> values) {
    Scale scale = scale(log, values);
    List<Double> ticks = scale.ticks();

    assertThat(ticks).hasSizeBetween(2, 12).isSorted();
    assertThat(scale.at(ticks.getFirst())).isCloseTo(0, within(1e-6));
    assertThat(scale.at(ticks.getLast())).isCloseTo(1, within(1e-6));
  }

  @Test
  void ratiosOfTenAreEquallyHigh() {
    Scale scale = Scale.of(true, 0.02, 0.5, 30);

    assertThat(scale).isEqualTo(new Scale(0.01, 100, true));
    assertThat(scale.at(0.1)).isCloseTo(0.25, within(1e-9));
    assertThat(scale.at(10)).isCloseTo(0.75, within(1e-9));
    assertThat(scale.at(0)).isZero();
  }

  @Test
  void distancesBeginAtZero() {
    Scale scale = Scale.of(false, 3, 11);

    assertThat(scale.at(0)).isZero();
    assertThat(scale.at(6)).isCloseTo(0.5, within(1e-9));
    assertThat(scale.ticks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0);
  }

  @Test
  void nothingAndZerosHaveAScaleToo() {
    assertThat(Scale.of(true).at(0)).isZero();
    assertThat(Scale.of(false).at(0)).isZero();
    assertThat(Scale.of(true, 0, 0).ticks()).isNotEmpty();
  }

  private static Scale scale(boolean log, List<Double> values) {
    return Scale.of(log, values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
