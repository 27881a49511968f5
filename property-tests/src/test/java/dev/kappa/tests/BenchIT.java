package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The benchmark runs, and what must not grow does not. */
final class BenchIT {
  @Test
  void everyLineIsMeasuredAndACheckpointDoesNotGrowWithItsPast() {
    try (Kappa kappa = Kappa.onNewData()) {
      List<String> lines = kappa.call("bench", "--turns", "50").exits(0).out().lines().toList();
      for (String what :
          List.of(
              "raw round trip",
              "raw append",
              "step, SYNC",
              "step, ASYNC",
              "spawn and await",
              "message between two tasks")) {
        assertThat(numbers(line(lines, what))).hasSize(3).allMatch(number -> number > 0);
      }
      assertThat(line(lines, "64 runs at once")).matches(".*: [1-9]\\d* steps/s");
      List<Double> few = numbers(line(lines, "10 "));
      List<Double> many = numbers(line(lines, "10000 "));
      assertThat(few).hasSize(5).allMatch(number -> number > 0);
      assertThat(many).hasSize(5).allMatch(number -> number > 0);
      // A greater number takes a few bytes more.
      assertThat(many.get(1)).isCloseTo(few.get(1), within(40.0));
    }
  }

  private static String line(List<String> lines, String begin) {
    return lines.stream().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
  }

  /** {@return the numbers at the end of a line} */
  private static List<Double> numbers(String line) {
    return Pattern.compile(" ")
        .splitAsStream(line)
        .filter(word -> word.matches("[0-9.]+"))
        .map(Double::valueOf)
        .toList();
  }
}
