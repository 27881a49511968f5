package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.core.ScheduleSpec;
import dev.kappa.coordinator.core.Timing;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client says of a schedule: it says when it is due, or is refused. */
class AnyScheduleTest {
  private static final long NOW = 1_767_323_045_678L;
  private static final Set<ErrorCode> CODES =
      Set.of(ErrorCode.INVALID_SCHEDULE, ErrorCode.BAD_REQUEST, ErrorCode.PAYLOAD_TOO_LARGE);

  static final List<String> BODIES =
      List.of(
          "{\"workflow\":\"w\",\"cron\":\"*/5 0-6,22 1,15 JAN-JUN 1-5\",\"timeZone\":\"Europe/Berlin\"}",
          "{\"workflow\":\"w\",\"cron\":\"30 * 31 12 SUN\",\"timeZone\":\"+01:00\",\"input\":[1,2.50]}",
          "{\"workflow\":\"w\",\"every\":\"90m\",\"anchor\":\"2026-01-02T03:04:05Z\",\"overlap\":\"allow\"}",
          "{\"workflow\":\"w\",\"every\":\"PT1S\",\"missed\":\"RUN_ALL\",\"catchUp\":7,\"deadline\":\"1h\","
              + "\"jitter\":\"30s\",\"until\":\"2027-01-01T00:00:00Z\",\"atMost\":9}");

  static void assertReadOrRefused(byte[] bytes) {
    ScheduleSpec spec;
    try {
      spec = ScheduleBody.parse("s", new String(bytes, UTF_8), Schedules.Source.CLIENT);
    } catch (KappaException refused) {
      assertThat(refused.code()).isIn(CODES);
      return;
    }
    long next = spec.timing().next(NOW);
    assertThat(next).isGreaterThan(NOW);
    assertThat(next == Timing.NEVER || spec.timing().next(next) > next).isTrue();
  }

  static Stream<String> bodies() {
    return BODIES.stream();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void seedIsRead(String body) {
    assertThatCode(() -> ScheduleBody.parse("s", body, Schedules.Source.CLIENT))
        .doesNotThrowAnyException();
    assertReadOrRefused(body.getBytes(UTF_8));
  }

  /** A place in a body, and what stands there instead. */
  record Change(int at, byte to) {}

  @Provide
  Arbitrary<Change> changes() {
    return Arbitraries.integers()
        .between(0, 200)
        .flatMap(
            at -> Arbitraries.bytes().between((byte) 32, (byte) 126).map(to -> new Change(at, to)));
  }

  @Provide
  Arbitrary<String> known() {
    return Arbitraries.of(BODIES);
  }

  @Property(tries = 500)
  void changedBody(
      @ForAll("known") String body, @ForAll @Size(max = 4) List<@From("changes") Change> changes) {
    byte[] bytes = body.getBytes(UTF_8);
    changes.forEach(change -> bytes[change.at() % bytes.length] = change.to());
    assertReadOrRefused(bytes);
  }

  // ---- what was found

  /** Each letter of it would be compared with each of 600 names. */
  @Test
  void longNameIsNotComparedWithAll() {
    String zone = "x".repeat(5_000_000);
    assertThatThrownBy(
            () ->
                ScheduleBody.parse(
                    "s",
                    "{\"workflow\":\"w\",\"cron\":\"* * * * *\",\"timeZone\":\"" + zone + "\"}",
                    Schedules.Source.CLIENT))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SCHEDULE));
    assertThat(Application.distance("word-count", "x".repeat(5_000_000))).isEqualTo(5_000_000);
    assertThat(Application.distance("word-cuont", "word-count")).isEqualTo(2);
  }
}
