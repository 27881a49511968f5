package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a function's answer. */
final class AnswerTextTest {
  private static String of(String answer, int most) {
    return AnswerText.of(answer.getBytes(UTF_8), most);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"tasks\": 0}", "{\"error\":\"no\"}", "[\"claim\"]", "<html>", "", "{"})
  void whatHasNoValuesIsToldAsItIs(String answer) {
    assertThat(of(answer, 100)).isEqualTo(answer);
  }

  @Test
  void valuesAndKeysAreNotTold() {
    assertThat(
            of(
                "{\"tasks\":1,\"messages\":\"c2VjcmV0\",\"reason\":\"returned\",\"claim\":\"run/name/key\"}",
                100))
        .isEqualTo("{\"tasks\":1,\"reason\":\"returned\"}");
  }

  @Test
  void aLongOneIsCut() {
    assertThat(of("x".repeat(101), 100)).isEqualTo("x".repeat(100) + "…");
  }
}
