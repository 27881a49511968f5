package dev.kappa.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:s3cret@h:1",
        "redis://:s3cr et@h:1",
        "redis-cluster://:s3cret@h:1/3",
        "redis-cluster://:s3cret @h:1",
        "s3cret"
      })
  void malformedAddressIsAWrongCallAndNotRepeated(String address) {
    KappaException refused =
        catchThrowableOfType(KappaException.class, () -> RedisAddress.parse(address));
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused).hasMessageContaining("expected: redis://").message().doesNotContain("s3cr");
  }
}
