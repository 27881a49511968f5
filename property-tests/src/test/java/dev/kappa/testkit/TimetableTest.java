package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Schedule;
import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules in virtual time, and what docs/schedules.md and docs/testing.md show of them. */
final class TimetableTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  /** The example of {@code docs/schedules.md}. */
  private static final class Reports {
    static Workflows workflows() {
      return Workflows.of(
          Workflow.of("report", String.class, Reports::make)
              .schedule(
                  Schedule.cron("nightly", "0 2 * * *", ZoneId.of("Europe/Berlin"))
                      .overlap(Schedule.Overlap.BUFFER_ONE)
                      .runMissed(3),
                  "sales"));
    }

    static Task<String> make(String what) {
      return Task.step("make", () -> "report of " + what);
    }
  }

  @Test
  void aReportIsMadeEachNightOfAYear() {
    List<ScheduledRun> year =
        KappaTest.schedule(Reports.workflows(), "nightly")
            .startingAt(Instant.parse("2026-01-01T00:00:00Z"))
            .during(Duration.ofDays(365));
    assertThat(year).hasSize(365);
    assertThat(year.getFirst().due()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(year.getFirst().run().result()).isEqualTo("report of sales");
  }

  @Test
  void aNameAndTimesAreAScheduleEnough() {
    Workflow<String> report =
        Workflow.of("report", String.class, Reports::make)
            .schedule(Schedule.cron("nightly", "0 2 * * *", ZoneId.of("Europe/Berlin")), "sales");
    assertThat(
            KappaTest.schedule(Workflows.of(report), "nightly")
                .startingAt(NEW_YEAR)
                .during(Duration.ofDays(2)))
        .hasSize(2);
  }

  @Test
  void whatIsDueWhileARunHasNotEndedFollowsThePolicy() {
    assertThat(hours(Schedule.Overlap.SKIP)).containsExactly(1, 3, 5, 7);
    assertThat(hours(Schedule.Overlap.ALLOW)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(hours(Schedule.Overlap.BUFFER_ONE)).containsExactly(1, 2, 3, 4, 6);
  }

  /** A run takes an hour and a half. */
  private static List<Integer> hours(Schedule.Overlap overlap) {
    Workflow<String> slow =
        Workflow.of("slow", String.class, in -> Task.sleep(Duration.ofMinutes(90)))
            .schedule(Schedule.every("hourly", Duration.ofHours(1)).overlap(overlap), "");
    return KappaTest.schedule(Workflows.of(slow), "hourly")
        .startingAt(NEW_YEAR)
        .during(Duration.ofHours(8))
        .stream()
        .map(each -> (int) Duration.between(NEW_YEAR, each.due()).toHours())
        .toList();
  }

  @Test
  void whatCantBeUnderstoodIsToldByTheTest() {
    Workflow<String> wrong =
        Workflow.of("w", String.class, Task::value)
            .schedule(Schedule.cron("wrong", "0 25 * * *", ZoneId.of("UTC")), "");
    Timetable timetable = KappaTest.schedule(Workflows.of(wrong), "wrong");
    assertThatThrownBy(() -> timetable.during(Duration.ofDays(1)))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SCHEDULE))
        .hasMessageContaining("hour '25' at character 3");
    assertThatThrownBy(() -> KappaTest.schedule(Workflows.of(wrong), "none"))
        .hasMessageContaining("schedule 'none' is not in the application");
  }
}
