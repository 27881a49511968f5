package dev.kappa;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When runs of a workflow start by themselves: {@link Workflow#schedule}. There is exactly one run
 * for each due time, or none by its policies, whichever coordinator dies. Immutable: each method
 * gives another one.
 *
 * <pre>{@code
 * Workflow.of("report", String.class, Reports::make)
 *     .schedule(Schedule.cron("nightly", "0 2 * * *", ZoneId.of("Europe/Berlin")), "sales")
 * }</pre>
 *
 * <p>A cron expression is read when a coordinator starts with the jar, or by the test kit: what is
 * wrong with it is told there, with {@link dev.kappa.error.ErrorCode#INVALID_SCHEDULE}.
 *
 * @param name unique in the store: 1 to 100 letters, digits, {@code -}, {@code _} and {@code .}
 * @param cron minute, hour, day of month, month, day of week; null if {@code every} is given
 * @param zone whose clocks the expression means
 * @param every the interval; null if {@code cron} is given
 * @param anchor one of the due times of an interval
 * @param catchUp of the due times that were missed, how many of the last are made up for
 * @param overlap what happens if a run has not ended when the next is due
 * @param deadline what is later than that was missed
 * @param jitter starts are delayed by up to so much, evenly spread
 * @param until there is no due time after this; null for no end
 * @param atMost how many runs it starts
 */
public record Schedule(
    String name,
    @Nullable String cron,
    ZoneId zone,
    @Nullable Duration every,
    Instant anchor,
    int catchUp,
    Overlap overlap,
    Duration deadline,
    Duration jitter,
    @Nullable Instant until,
    long atMost) {
  private static final int MOST_CATCH_UP = 100;
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** What happens if a run of the schedule has not ended when the next is due. */
  public enum Overlap {
    /** Both run. */
    ALLOW,
    /** The due time is skipped. */
    SKIP,
    /** The next run waits until there is none; if one waits already, the due time is skipped. */
    BUFFER_ONE,
    /** The run is cancelled; the next one begins when it has ended. */
    CANCEL_OTHER
  }

  /** Checks the ranges. */
  public Schedule {
    Arguments.name("schedule", name);
    Arguments.given("zone", zone);
    Arguments.given("anchor", anchor);
    Arguments.between("catchUp", catchUp, 0, MOST_CATCH_UP);
    Arguments.given("overlap", overlap);
    between("deadline", deadline, Duration.ofSeconds(1), Duration.ofDays(366));
    between("jitter", jitter, Duration.ZERO, Duration.ofDays(1));
    if ((cron == null) == (every == null)) {
      throw Arguments.invalid("cron and every", cron + ", " + every, "one of the two");
    }
    if (every != null) {
      between("every", every, Duration.ofSeconds(1), Duration.ofDays(36600));
    }
    if (atMost < 1) {
      throw Arguments.invalid("atMost", atMost, ">= 1");
    }
  }

  private static void between(String name, Duration value, Duration least, Duration most) {
    if (Arguments.given(name, value).compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw Arguments.invalid(name, value, least + ".." + most);
    }
  }

  /** {@return due whenever the clocks of {@code zone} show a time that {@code expression} names} */
  public static Schedule cron(String name, String expression, ZoneId zone) {
    return of(name, Arguments.given("expression", expression), zone, null);
  }

  /** {@return due at 1970 and each {@code interval} from there, in UTC} At least a second. */
  public static Schedule every(String name, Duration interval) {
    return of(name, null, UTC, Arguments.given("interval", interval));
  }

  private static Schedule of(
      String name, @Nullable String cron, ZoneId zone, @Nullable Duration every) {
    return new Schedule(
        name,
        cron,
        zone,
        every,
        Instant.EPOCH,
        1,
        Overlap.SKIP,
        Duration.ofMinutes(1),
        Duration.ZERO,
        null,
        Long.MAX_VALUE);
  }

  /** {@return an interval with {@code time} as one of its due times} */
  public Schedule anchor(Instant time) {
    return new Schedule(
        name, cron, zone, every, time, catchUp, overlap, deadline, jitter, until, atMost);
  }

  /** {@return due times that were missed are left out; else the last of them is made up for} */
  public Schedule skipMissed() {
    return catchUp(0);
  }

  /** {@return of due times that were missed, the last {@code most} are made up for: 1 to 100} */
  public Schedule runMissed(int most) {
    return catchUp(Arguments.between("most", most, 1, MOST_CATCH_UP));
  }

  private Schedule catchUp(int most) {
    return new Schedule(
        name, cron, zone, every, anchor, most, overlap, deadline, jitter, until, atMost);
  }

  /** {@return what is due while a run has not ended; else {@link Overlap#SKIP}} */
  public Schedule overlap(Overlap policy) {
    return new Schedule(
        name, cron, zone, every, anchor, catchUp, policy, deadline, jitter, until, atMost);
  }

  /** {@return what is later than that was missed; else a minute} A second to 366 days. */
  public Schedule deadline(Duration late) {
    return new Schedule(
        name, cron, zone, every, anchor, catchUp, overlap, late, jitter, until, atMost);
  }

  /** {@return starts are delayed by up to so much, at most a day} */
  public Schedule jitter(Duration most) {
    return new Schedule(
        name, cron, zone, every, anchor, catchUp, overlap, deadline, most, until, atMost);
  }

  /** {@return no due time after {@code time}} */
  public Schedule until(Instant time) {
    return new Schedule(
        name, cron, zone, every, anchor, catchUp, overlap, deadline, jitter, time, atMost);
  }

  /** {@return so many runs, and no more} */
  public Schedule atMost(long runs) {
    return new Schedule(
        name, cron, zone, every, anchor, catchUp, overlap, deadline, jitter, until, runs);
  }
}
