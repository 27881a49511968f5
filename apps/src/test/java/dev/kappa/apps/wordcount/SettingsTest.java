package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void whatIsLeftOutHasADefault() {
    assertThat(Settings.of(new WordCount.Input("text", null, null, null, null, null)))
        .isEqualTo(new Settings("text", 8, 4, 1000, null, null));
  }

  @Test
  void whatIsGivenIsTaken() {
    assertThat(Settings.of(new WordCount.Input("text", 3, 2, 5, "out", "svg")))
        .isEqualTo(new Settings("text", 3, 2, 5, "out", "svg"));
  }

  @Test
  void badInputIsRefusedWithItsField() {
    assertRefused(new WordCount.Input(null, null, null, null, null, null), "input.path: missing");
    assertRefused(
        new WordCount.Input("text", 0, null, null, null, null), "input.mappers: 0 (expected: 1 to");
    assertRefused(new WordCount.Input("text", null, 101, null, null, null), "input.reducers: 101");
    assertRefused(new WordCount.Input("text", null, null, 0, null, null), "input.workers: 0");
  }

  private static void assertRefused(WordCount.Input input, String message) {
    assertThatThrownBy(() -> WordCount.count(input))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining(message);
  }
}
