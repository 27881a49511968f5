package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import java.time.Duration;
import java.time.ZoneId;

/** When a schedule is due. All times are milliseconds since 1970. */
public sealed interface Timing {
  /** What {@link #next} gives when there is none. */
  long NEVER = Long.MAX_VALUE;

  /** {@return the first due time after {@code time}; {@link #NEVER} if there is none} */
  long next(long time);

  /**
   * By a cron expression in a time zone; see {@link CronTimes}.
   *
   * @param times the expression, read
   * @param zone whose clocks count
   */
  record Cron(CronTimes times, ZoneId zone) implements Timing {
    /**
     * {@return the times of {@code expression}}
     *
     * @throws KappaException {@link ErrorCode#INVALID_SCHEDULE} if it is none
     */
    public static Cron of(String expression, ZoneId zone) {
      return new Cron(CronTimes.parse(expression), zone);
    }

    @Override
    public long next(long time) {
      return times.next(time, zone);
    }
  }

  /**
   * At {@code anchor}, and at all times that are a multiple of {@code interval} before or after it.
   *
   * @param interval at least {@link #LEAST} milliseconds
   */
  record Every(long interval, long anchor) implements Timing {
    /** Milliseconds. */
    public static final long LEAST = 1000;

    /** A hundred years, in milliseconds. */
    public static final long MOST = 100L * 366 * 24 * 3600 * 1000;

    /** Checks the range. */
    public Every {
      if (interval < LEAST || interval > MOST) {
        throw new KappaException(
            ErrorCode.INVALID_SCHEDULE,
            "every: %s (expected: 1 s to 100 years)".formatted(Duration.ofMillis(interval)));
      }
    }

    @Override
    public long next(long time) {
      return time + interval - Math.floorMod(time - anchor, interval);
    }
  }

  /** Writes it. */
  static void write(ByteWriter out, Timing timing) {
    switch (timing) {
      case Cron t -> out.u8(1).text(t.times().expression()).text(t.zone().getId());
      case Every t -> out.u8(2).varint(t.interval()).i64(t.anchor());
    }
  }

  /** Reads what {@link #write} wrote. */
  static Timing read(ByteReader in) {
    return in.u8() == 1
        ? Cron.of(in.text(), ZoneId.of(in.text()))
        : new Every(in.varint(), in.i64());
  }
}
