package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a schedule is to do. Times are milliseconds, those of the calendar since 1970.
 *
 * @param name unique in the store
 * @param workflow whose runs it starts
 * @param input their input, as JSON; at most {@value #MOST_INPUT} bytes
 * @param timing when
 * @param catchUp of the due times that were missed, how many of the last are made up for: 0 to
 *     {@value #MOST_CATCH_UP}
 * @param overlap what happens if a run of it has not ended when the next is due
 * @param deadline what is later than that was missed
 * @param jitter a start is delayed by up to so much, by another time for each due time
 * @param until there is no due time after this; {@link Timing#NEVER} for no end
 * @param atMost how many runs it starts; {@link Timing#NEVER} for any number
 * @param ofCode whether the application's code says all this; else a client
 */
public record ScheduleSpec(
    String name,
    String workflow,
    String input,
    Timing timing,
    int catchUp,
    Overlap overlap,
    long deadline,
    long jitter,
    long until,
    long atMost,
    boolean ofCode) {
  /** The most bytes of an input. */
  public static final int MOST_INPUT = 65536;

  /** The most missed due times that are made up for at once. */
  public static final int MOST_CATCH_UP = 100;

  /** A minute, in milliseconds. */
  public static final long USUAL_DEADLINE = 60_000;

  private static final long YEAR = Duration.ofDays(366).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** What happens if a run has not ended when the next is due. */
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

  /** Checks the ranges: {@link ErrorCode#INVALID_SCHEDULE}. */
  public ScheduleSpec {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw invalid("name", "'" + name + "'", "1 to 100 letters, digits, '-', '_' or '.'");
    }
    int size = input.getBytes(StandardCharsets.UTF_8).length;
    if (size > MOST_INPUT) {
      throw new KappaException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "schedule '%s': the input has %d bytes (expected: at most %d)"
              .formatted(name, size, MOST_INPUT));
    }
    between("catchUp", catchUp, 0, MOST_CATCH_UP);
    between("deadline, in milliseconds", deadline, 1000, YEAR);
    between("jitter, in milliseconds", jitter, 0, DAY);
    between("atMost", atMost, 1, Timing.NEVER);
    between("until", until, 0, Timing.NEVER);
  }

  private static void between(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw invalid(what, value, least + " to " + most);
    }
  }

  private static KappaException invalid(String what, Object value, String expected) {
    return new KappaException(
        ErrorCode.INVALID_SCHEDULE,
        "schedule: %s: %s (expected: %s)".formatted(what, value, expected));
  }

  /** {@return the first due time after {@code time}; {@link Timing#NEVER} if there is none} */
  long next(long time) {
    long next = timing.next(time);
    return next > until ? Timing.NEVER : next;
  }

  /** {@return when the run of a due time begins} The same each time that it is asked. */
  long beginning(long due) {
    return due == Timing.NEVER || jitter == 0 ? due : due + Math.floorMod(mix(due), jitter + 1);
  }

  /** The last step of Vigna's SplitMix64. */
  private long mix(long due) {
    long z = due + 0x9E3779B97F4A7C15L * (name.hashCode() + 1L);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  byte[] toBytes(Format format) {
    ByteWriter out = format.begin(256);
    out.text(name).text(workflow).text(input);
    Timing.write(out, timing);
    out.varint(catchUp).text(overlap.name()).varint(deadline).varint(jitter);
    return out.i64(until).i64(atMost).bool(ofCode).toBytes();
  }

  static ScheduleSpec read(byte[] bytes) {
    return Entities.read(bytes, ScheduleSpec::read);
  }

  private static ScheduleSpec read(ByteReader in) {
    return new ScheduleSpec(
        in.text(),
        in.text(),
        in.text(),
        Timing.read(in),
        in.count(),
        Overlap.valueOf(in.text()),
        in.varint(),
        in.varint(),
        in.i64(),
        in.i64(),
        in.bool());
  }
}
