package dev.kappa.apps.streaming;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Items that look like those of sensors: some send more often than others, times are a little in
 * disorder, and one of 50 comes 10 s late. Each is given by its number.
 *
 * @param start the time of the first, in milliseconds since 1970
 * @param rate how many there are a second
 */
record Sample(long seed, long start, double rate) {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int SENSORS = 20;
  private static final int DISORDER_MILLIS = 500;
  private static final int ONE_IS_LATE_OF = 50;
  private static final int LATE_MILLIS = 10_000;

  /** {@return when an item is due, in milliseconds since 1970} */
  long due(long number) {
    return start + (long) (number * 1000 / rate);
  }

  /** {@return the lines of the items from {@code from} to before {@code to}} */
  byte[] lines(long from, long to) {
    StringBuilder lines = new StringBuilder();
    for (long number = from; number < to; number++) {
      lines.append(line(number));
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String line(long number) {
    SplittableRandom random = new SplittableRandom(seed + number * SPREAD);
    int one = random.nextInt(SENSORS);
    int other = random.nextInt(SENSORS);
    int sensor = Math.min(one, other);
    long delay = random.nextInt(DISORDER_MILLIS);
    delay += random.nextInt(ONE_IS_LATE_OF) == 0 ? LATE_MILLIS : 0;
    long value = 10_000L + 500L * sensor + random.nextInt(2_000);
    return String.format(
        Locale.ROOT,
        "{\"key\":\"sensor-%02d\",\"time\":%d,\"value\":%d.%02d}\n",
        sensor,
        Math.max(0, due(number) - delay),
        value / 100,
        value % 100);
  }
}
