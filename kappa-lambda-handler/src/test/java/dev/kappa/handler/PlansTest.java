package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Schedule;
import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PlansTest {
  /** An input. */
  public record Day(int number) {}

  private static final Workflow<Day> REPORT =
      Workflow.of("report", Day.class, day -> Task.value(day.number()));

  private static String body(Schedule schedule) {
    return Plans.body("report", REPORT.schedule(schedule, new Day(7)).schedules().getFirst());
  }

  @Test
  void cronIsToldWithItsZoneAndPolicies() {
    assertThat(body(Schedule.cron("s", "0 2 * * *", ZoneId.of("Europe/Berlin")).runMissed(5)))
        .isEqualTo(
            "{\"workflow\":\"report\",\"input\":{\"number\":7},\"cron\":\"0 2 * * *\","
                + "\"timeZone\":\"Europe/Berlin\",\"missed\":\"RUN_ALL\",\"catchUp\":5,"
                + "\"overlap\":\"SKIP\",\"deadline\":\"PT1M\",\"jitter\":\"PT0S\"}");
  }

  @Test
  void intervalIsToldWithAllThatBoundsIt() {
    Schedule schedule =
        Schedule.every("s", Duration.ofHours(2))
            .anchor(Instant.parse("2026-01-01T00:30:00Z"))
            .skipMissed()
            .overlap(Schedule.Overlap.CANCEL_OTHER)
            .deadline(Duration.ofMinutes(5))
            .jitter(Duration.ofSeconds(10))
            .until(Instant.parse("2027-01-01T00:00:00Z"))
            .atMost(100);
    assertThat(body(schedule))
        .isEqualTo(
            "{\"workflow\":\"report\",\"input\":{\"number\":7},\"every\":\"PT2H\","
                + "\"anchor\":\"2026-01-01T00:30:00Z\",\"missed\":\"SKIP\","
                + "\"overlap\":\"CANCEL_OTHER\",\"deadline\":\"PT5M\",\"jitter\":\"PT10S\","
                + "\"until\":\"2027-01-01T00:00:00Z\",\"atMost\":100}");
  }

  @Test
  void twoSchedulesOfOneNameAreRefused() {
    Schedule hourly = Schedule.every("s", Duration.ofHours(1));
    Workflow<Day> twice = REPORT.schedule(hourly, new Day(1)).schedule(hourly, new Day(2));
    assertThatThrownBy(() -> Workflows.of(twice))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("two schedules are named 's'");
  }

  @Test
  void whatIsOutOfItsRangeIsRefused() {
    assertThatThrownBy(() -> Schedule.every("s", Duration.ofMillis(10)))
        .hasMessageContaining("every: PT0.01S (expected: PT1S..");
    assertThatThrownBy(() -> Schedule.every("a b", Duration.ofHours(1)))
        .hasMessageContaining("schedule name: 'a b'");
    assertThatThrownBy(() -> Schedule.every("s", Duration.ofHours(1)).runMissed(101))
        .hasMessageContaining("most: 101 (expected: 1..100)");
  }
}
