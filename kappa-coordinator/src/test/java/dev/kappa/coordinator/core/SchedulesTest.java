package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestSchedule.HOUR;
import static dev.kappa.coordinator.core.TestSchedule.hourly;
import static dev.kappa.coordinator.core.TestSchedule.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.core.ScheduleSpec.Overlap;
import dev.kappa.coordinator.core.ScheduleState.Entry;
import dev.kappa.coordinator.core.ScheduleState.Outcome;
import dev.kappa.error.ErrorCode;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  // ---- due times

  @Test
  void eachDueTimeStartsARunUnderAKeyOfItsOwn() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    schedule.advance(3 * HOUR);
    assertThat(schedule.started.keySet())
        .containsExactly(
            "schedule/nightly/1970-01-01T11:00:00Z",
            "schedule/nightly/1970-01-01T12:00:00Z",
            "schedule/nightly/1970-01-01T13:00:00Z");
  }

  @Test
  void aSleepingScheduleWakesAtItsNextDueTimeAndNeedNotBeInMemory() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    assertThat(schedule.present().header().wake()).isEqualTo(11 * HOUR);
    assertThat(schedule.present().alwaysDue()).isFalse();
    assertThat(schedule.present().wantsLook()).isFalse();
  }

  @Test
  void aStartThatWasDecidedIsBegunAfterACrashBeforeItWasTold() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    schedule.now = 11 * HOUR;
    schedule.apply(new Command.Tick(), false);
    schedule.crash();
    assertThat(schedule.started).isEmpty();
    schedule.errands();
    schedule.apply(new Command.Tick(), true);
    assertThat(schedule.hours()).containsExactly(11L);
  }

  @Test
  void aClockThatGoesBackMakesNothingDueAgain() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    schedule.advance(HOUR);
    schedule.now = 10 * HOUR;
    schedule.apply(new Command.Tick(), true);
    schedule.advance(2 * HOUR);
    assertThat(schedule.hours()).containsExactly(11L, 12L);
  }

  @Test
  void theLastDueTimeIsNotAfterTheEnd() {
    ScheduleSpec spec = hourly(1, Overlap.ALLOW);
    TestSchedule schedule = TestSchedule.of(bounded(spec, 12 * HOUR, Timing.NEVER, 0));
    schedule.advance(5 * HOUR);
    assertThat(schedule.hours()).containsExactly(11L, 12L);
    assertThat(schedule.schedule().ended()).isTrue();
  }

  @Test
  void noMoreRunsAreStartedThanWereAskedFor() {
    ScheduleSpec spec = hourly(1, Overlap.ALLOW);
    TestSchedule schedule = TestSchedule.of(bounded(spec, Timing.NEVER, 2, 0));
    schedule.advance(5 * HOUR);
    assertThat(schedule.hours()).containsExactly(11L, 12L);
    assertThat(schedule.schedule().ended()).isTrue();
  }

  @Test
  void jitterDelaysTheStartAndNotTheDueTime() {
    ScheduleSpec spec = bounded(hourly(1, Overlap.ALLOW), Timing.NEVER, Timing.NEVER, 600_000);
    TestSchedule schedule = TestSchedule.of(spec);
    long begins = schedule.present().nextTimer();
    assertThat(begins)
        .isBetween(11 * HOUR, 11 * HOUR + 600_000)
        .isEqualTo(spec.beginning(11 * HOUR));
    schedule.now = begins - 1;
    schedule.apply(new Command.Tick(), true);
    assertThat(schedule.started).isEmpty();
    schedule.now = begins;
    schedule.apply(new Command.Tick(), true);
    assertThat(schedule.hours()).containsExactly(11L);
  }

  private static ScheduleSpec bounded(ScheduleSpec s, long until, long atMost, long jitter) {
    return new ScheduleSpec(
        s.name(),
        s.workflow(),
        s.input(),
        s.timing(),
        s.catchUp(),
        s.overlap(),
        s.deadline(),
        jitter,
        until,
        atMost,
        s.ofCode());
  }

  // ---- missed

  @Test
  void whatIsLateByLessThanTheDeadlineWasNotMissed() {
    TestSchedule schedule = TestSchedule.of(hourly(0, Overlap.ALLOW));
    schedule.sleep(HOUR + 60_000);
    assertThat(schedule.hours()).containsExactly(11L);
  }

  @Test
  void whatWasMissedIsSkippedAndCounted() {
    TestSchedule schedule = TestSchedule.of(hourly(0, Overlap.ALLOW));
    schedule.sleep(1_000_000 * HOUR + HOUR / 2);
    assertThat(schedule.started).isEmpty();
    assertThat(schedule.schedule().counts().missed()).isEqualTo(1_000_000);
    assertThat(schedule.schedule().recent().map(Entry::outcome)).containsExactly(Outcome.MISSED);
    schedule.advance(HOUR);
    assertThat(schedule.hours()).containsExactly(1_000_011L);
  }

  @Test
  void theLastThatWasMissedIsMadeUpFor() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    schedule.sleep(5 * HOUR + HOUR / 2);
    assertThat(schedule.hours()).containsExactly(15L);
    assertThat(schedule.schedule().counts().missed()).isEqualTo(4);
  }

  @Test
  void theLastOfThoseThatWereMissedAreMadeUpForInTheirOrder() {
    TestSchedule schedule = TestSchedule.of(hourly(3, Overlap.ALLOW));
    schedule.sleep(5 * HOUR + HOUR / 2);
    assertThat(schedule.hours()).containsExactly(13L, 14L, 15L);
    assertThat(schedule.schedule().counts().missed()).isEqualTo(2);
  }

  @Test
  void aYearOfMissedMinutesIsCountedInSlices() {
    ScheduleSpec s = hourly(2, Overlap.ALLOW);
    TestSchedule schedule =
        TestSchedule.of(
            new ScheduleSpec(
                s.name(),
                s.workflow(),
                s.input(),
                Timing.Cron.of("* * * * *", ZoneId.of("UTC")),
                s.catchUp(),
                s.overlap(),
                s.deadline(),
                0,
                Timing.NEVER,
                Timing.NEVER,
                false));
    int minutes = 7 * 24 * 60;
    schedule.sleep(minutes * 60_000L + 30_000);
    assertThat(schedule.schedule().counts().missed()).isEqualTo(minutes - 3);
    assertThat(schedule.started).hasSize(3);
  }

  // ---- overlap

  @Test
  void whatIsDueWhileARunHasNotEndedIsSkipped() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.SKIP));
    schedule.advance(2 * HOUR);
    schedule.end(key(11));
    schedule.advance(HOUR);
    assertThat(schedule.hours()).containsExactly(11L, 13L);
    assertThat(schedule.schedule().counts().skipped()).isEqualTo(1);
  }

  @Test
  void oneIsBufferedAndBeginsWhenTheRunHasEnded() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.BUFFER_ONE));
    schedule.advance(3 * HOUR);
    assertThat(schedule.hours()).containsExactly(11L);
    schedule.crash();
    schedule.end(key(11));
    assertThat(schedule.hours()).containsExactly(11L, 12L);
    assertThat(schedule.schedule().counts().skipped()).isEqualTo(1);
  }

  @Test
  void theOtherIsCancelledAndTheNextBeginsWhenItHasEnded() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.CANCEL_OTHER));
    schedule.advance(2 * HOUR);
    assertThat(schedule.hours()).containsExactly(11L);
    assertThat(schedule.cancelled).containsExactly(key(11));
    schedule.fail(key(11), ErrorCode.CANCELLED.text());
    assertThat(schedule.hours()).containsExactly(11L, 12L);
    assertThat(schedule.schedule().recent().map(Entry::status))
        .containsExactly(RunStatus.CANCELLED, RunStatus.RUNNING);
  }

  @Test
  void noMoreThanAThousandRunsAreOpen() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    schedule.advance((Schedules.MOST_OPEN + 5) * HOUR);
    assertThat(schedule.started).hasSize(Schedules.MOST_OPEN);
    assertThat(schedule.schedule().counts().skipped()).isEqualTo(5);
  }

  // ---- what people do

  @Test
  void nothingIsStartedForWhatWasDueInAPause() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    schedule.ask(new ScheduleCommand.Pause(true));
    assertThat(schedule.present().header().wake()).isEqualTo(Timing.NEVER);
    schedule.advance(3 * HOUR);
    schedule.ask(new ScheduleCommand.Pause(false));
    schedule.advance(HOUR);
    assertThat(schedule.hours()).containsExactly(14L);
  }

  @Test
  void whatIsBufferedWaitsForTheEndOfAPause() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.BUFFER_ONE));
    schedule.advance(2 * HOUR);
    schedule.ask(new ScheduleCommand.Pause(true));
    schedule.end(key(11));
    assertThat(schedule.hours()).containsExactly(11L);
    schedule.ask(new ScheduleCommand.Pause(false));
    assertThat(schedule.hours()).containsExactly(11L, 12L);
  }

  @Test
  void aTriggerStartsOneRunForEachKeyWhateverThePolicy() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.SKIP));
    schedule.advance(HOUR);
    schedule.ask(new ScheduleCommand.Trigger("a"));
    schedule.ask(new ScheduleCommand.Trigger("a"));
    assertThat(schedule.started.keySet()).containsExactly(key(11), "schedule/nightly/trigger/a");
    assertThat(schedule.schedule().counts().started()).isEqualTo(1);
  }

  @Test
  void theSameAgainChangesNothingAndAChangeHoldsFromNowOn() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    schedule.advance(HOUR);
    schedule.ask(new ScheduleCommand.Put(hourly(1, Overlap.ALLOW)));
    assertThat(schedule.schedule().counts().started()).isEqualTo(1);
    schedule.now += HOUR;
    schedule.ask(new ScheduleCommand.Put(hourly(1, Overlap.SKIP)));
    assertThat(schedule.hours()).as("what was due before is started").containsExactly(11L, 12L);
    assertThat(schedule.schedule().next()).isEqualTo(13 * HOUR);
  }

  @Test
  void aClientCanNeitherReplaceNorDeleteWhatTheCodeSays() {
    ScheduleSpec s = hourly(1, Overlap.ALLOW);
    TestSchedule schedule =
        TestSchedule.of(
            new ScheduleSpec(
                s.name(),
                s.workflow(),
                s.input(),
                s.timing(),
                1,
                s.overlap(),
                s.deadline(),
                0,
                Timing.NEVER,
                Timing.NEVER,
                true));
    assertThat(schedule.ask(new ScheduleCommand.Put(s)))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            r -> assertThat(r.code()).isEqualTo(ErrorCode.SCHEDULE_OF_THE_CODE));
    assertThat(schedule.ask(new ScheduleCommand.Delete(false))).isInstanceOf(Reply.Refused.class);
    assertThat(schedule.ask(new ScheduleCommand.Delete(true))).isInstanceOf(Reply.OfSchedule.class);
  }

  @Test
  void nothingIsLeftOfOneThatWasDeleted() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    assertThat(schedule.names()).containsExactly("nightly");
    schedule.now = 11 * HOUR;
    schedule.apply(new Command.Tick(), false);
    schedule.ask(new ScheduleCommand.Delete(false));
    assertThat(schedule.names()).isEmpty();
  }

  // ---- what is told

  @Test
  void aRunThatFailedIsShownWithItsCode() {
    TestSchedule schedule = TestSchedule.of(hourly(1, Overlap.ALLOW));
    schedule.advance(HOUR);
    schedule.fail(key(11), "KAPPA-101");
    Entry entry = schedule.schedule().recent().last();
    assertThat(entry.status()).isEqualTo(RunStatus.FAILED);
    assertThat(entry.error()).isEqualTo("KAPPA-101: went wrong");
  }
}
