package dev.kappa.coordinator.encryption;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes back from where KMS should be: it is what was asked for, or told as an error. */
final class KmsAnswerFuzz {
  static Stream<Arguments> answers() {
    return IntStream.range(0, AnyKmsAnswerTest.ANSWERS.size())
        .mapToObj(which -> Arguments.of(AnyKmsAnswerTest.chosen(which)));
  }

  @MethodSource("answers")
  @FuzzTest(maxDuration = "2m")
  void answer(byte[] bytes) {
    AnyKmsAnswerTest.assertChosenReadOrRefused(bytes);
  }
}
