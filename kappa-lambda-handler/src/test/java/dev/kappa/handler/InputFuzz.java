package dev.kappa.handler;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client gives as an input: it is a value of the workflow's type, or refused. */
final class InputFuzz {
  static Stream<Arguments> inputs() {
    return AnyInputTest.types().mapToObj(type -> Arguments.of(AnyInputTest.chosen(type)));
  }

  @MethodSource("inputs")
  @FuzzTest(maxDuration = "2m")
  void input(byte[] bytes) {
    AnyInputTest.assertChosenReadOrRefused(bytes);
  }
}
