package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
              "message between two tasks",
              "64 runs at once")) {
        assertThat(line(lines, what)).containsPattern("[1-9]");
      }
      long few = storedBytes(line(lines, "10 "));
      assertThat(few).isPositive();
      // A greater number takes a few bytes more.
      assertThat(storedBytes(line(lines, "10000 "))).isCloseTo(few, within(40L));
    }
  }

  private static String line(List<String> lines, String begin) {
    return lines.stream().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
  }

  /** {@return the second number of a line} */
  private static long storedBytes(String line) {
    return Long.parseLong(line.split(" +", -1)[1]);
  }
}
