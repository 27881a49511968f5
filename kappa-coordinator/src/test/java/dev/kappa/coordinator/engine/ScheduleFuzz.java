package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client says of a schedule: it says when it is due, or is refused. */
final class ScheduleFuzz {
  static Stream<Arguments> schedules() {
    return AnyScheduleTest.bodies().map(body -> Arguments.of(body.getBytes(UTF_8)));
  }

  @MethodSource("schedules")
  @FuzzTest(maxDuration = "2m")
  void schedule(byte[] body) {
    AnyScheduleTest.assertReadOrRefused(body);
  }
}
