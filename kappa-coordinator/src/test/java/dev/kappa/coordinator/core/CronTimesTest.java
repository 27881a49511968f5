package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final long MINUTE = 60_000;

  // ---- changes of the clocks: on 2026-03-29 from 2 to 3, on 2026-10-25 from 3 to 2

  @Test
  void aTimeOfTheDayInAGapIsDueWhenTheGapEnds() {
    assertThat(times("30 2 * * *", BERLIN, "2026-03-28T12:00:00+01:00", 3))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00");
  }

  @Test
  void severalTimesOfTheDayInAGapAreDueOnce() {
    assertThat(times("*/20 2-3 * * *", BERLIN, "2026-03-29T01:59:00+01:00", 3))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-29T03:20+02:00", "2026-03-29T03:40+02:00");
  }

  @Test
  void aTimeOfTheDayThatComesTwiceIsDueTheFirstTime() {
    assertThat(times("30 2 * * *", BERLIN, "2026-10-24T12:00:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00", "2026-10-27T02:30+01:00");
  }

  @Test
  void withAnyHourTimeGoesOnEvenlyOverAGap() {
    assertThat(times("*/30 * * * *", BERLIN, "2026-03-29T01:15:00+01:00", 3))
        .containsExactly(
            "2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
  }

  @Test
  void withAnyHourBothPassesOfAnOverlapCount() {
    assertThat(times("*/30 * * * *", BERLIN, "2026-10-25T02:15:00+02:00", 4))
        .containsExactly(
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:00+01:00");
  }

  private static List<String> times(String expression, ZoneId zone, String after, int count) {
    CronTimes cron = CronTimes.parse(expression);
    List<String> times = new ArrayList<>();
    long time = OffsetDateTime.parse(after).toInstant().toEpochMilli();
    for (int i = 0; i < count; i++) {
      time = cron.next(time, zone);
      times.add(Instant.ofEpochMilli(time).atZone(zone).toOffsetDateTime().toString());
    }
    return times;
  }

  // ---- a plain reading of the rules

  @Property(tries = 200)
  void nextIsTheFirstMinuteThatFits(
      @ForAll @IntRange(min = 0, max = 59) int minute,
      @ForAll @IntRange(min = 1, max = 28) int day,
      @ForAll @IntRange(min = 0, max = 6) int weekday,
      @ForAll @LongRange(min = 1_770_000_000, max = 1_800_000_000) long second) {
    CronTimes cron = CronTimes.parse("%d * %d * %d".formatted(minute, day, weekday));
    long after = second * 1000;
    long next = cron.next(after, BERLIN);
    long found = (Math.floorDiv(after, MINUTE) + 1) * MINUTE;
    while (!fits(found, minute, day, weekday)) {
      found += MINUTE;
    }
    assertThat(next).isEqualTo(found);
  }

  private static boolean fits(long time, int minute, int day, int weekday) {
    LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(time), BERLIN);
    boolean dayFits =
        local.getDayOfMonth() == day || local.getDayOfWeek().getValue() % 7 == weekday;
    return local.getMinute() == minute && dayFits;
  }

  @Property(tries = 200)
  void eachDayHasOneTimeOfTheDay(
      @ForAll @IntRange(min = 0, max = 59) int minute,
      @ForAll @IntRange(min = 0, max = 23) int hour,
      @ForAll @LongRange(min = 1_770_000_000, max = 1_800_000_000) long second) {
    CronTimes cron = CronTimes.parse("%d %d * * *".formatted(minute, hour));
    long time = cron.next(second * 1000, BERLIN);
    LocalDateTime before = LocalDateTime.ofInstant(Instant.ofEpochMilli(time), BERLIN);
    for (int i = 0; i < 300; i++) {
      time = cron.next(time, BERLIN);
      LocalDateTime next = LocalDateTime.ofInstant(Instant.ofEpochMilli(time), BERLIN);
      assertThat(next.toLocalDate()).isEqualTo(before.toLocalDate().plusDays(1));
      before = next;
    }
  }

  // ---- what is wrong, where, and what is expected

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "60 * * * *      | minute '60' at character 1 (expected: 0-59",
        "0 24 * * *      | hour '24' at character 3 (expected: 0-23",
        "0  2  0 * *     | day of month '0' at character 7 (expected: 1-31",
        "0 2 * FOO *     | month 'FOO' at character 7 (expected: 1-12 or JAN-DEC",
        "0 2 * * 5#2     | day of week '5#2' at character 9 (expected: 0-7, where 0 and 7 are Sunday",
        "0 22-2 * * *    | hour '22-2' at character 3",
        "0 2 * *         | 4 fields (expected: 5: minute, hour, day of month, month, day of week)",
        "@daily          | 1 fields (expected: 5",
        "0 0 30 2 *      | there is no such day",
      })
  void whatIsWrongIsSaidWithItsPlace(String expression, String message) {
    assertThatThrownBy(() -> CronTimes.parse(expression))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SCHEDULE))
        .hasMessageContaining("cron '" + expression + "'")
        .hasMessageContaining(message);
  }

  @Test
  void namesAndStepsAreRead() {
    assertThat(times("0 8-18/5 * JAN,MAR MON-FRI", UTC, "2026-01-30T12:00:00Z", 3))
        .containsExactly("2026-01-30T13:00Z", "2026-01-30T18:00Z", "2026-03-02T08:00Z");
  }
}
