package dev.kappa.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurabilityTest {
  @ParameterizedTest
  @ValueSource(strings = {"memory", "redis", "fsync", "replicas:1", "replicas:16"})
  void levelIsWrittenAsItIsRead(String text) {
    assertThat(Durability.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "disk", "replicas", "replicas:0", "replicas:17", "replicas:-1"})
  void otherTextIsRefusedWithWhatIsExpected(String text) {
    assertThatThrownBy(() -> Durability.parse(text))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("expected:");
  }
}
