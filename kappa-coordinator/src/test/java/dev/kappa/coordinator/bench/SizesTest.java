package dev.kappa.coordinator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @Test
  void sizesAreReadInTheirOrder() {
    assertThat(Sizes.parse("--sizes", "10m, 1KiB,0,64k,1024"))
        .containsExactly(0, 1024, 65_536, 10_485_760);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "", "1g", "32m", "1,,2", "999999999m", "1.5k", "k"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse("--sizes", text))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("--sizes: '")
        .hasMessageContaining("(expected: sizes from 0 to 31m, such as 1024,64k,10m)");
  }

  @Property
  void whatIsShownIsReadAgain(
      @ForAll @IntRange(max = 31) int number, @ForAll @IntRange(max = 2) int unit) {
    int bytes = number << (10 * unit);

    assertThat(Sizes.parse("s", Sizes.shown(bytes).replace(" B", "").replace(" ", "")))
        .containsExactly(bytes);
  }
}
