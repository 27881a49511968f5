package dev.kappa.wire;

import org.jspecify.annotations.Nullable;

/**
 * How many permits of a limit there are.
 *
 * @param name of all who share it, 1 to 100 letters, digits, {@code -}, {@code _} or {@code .}
 * @param atMost how many may be out at once; 0 for any number
 * @param rate how many may be taken in any {@code per}; 0 for any number
 * @param per milliseconds; 0 without a rate
 */
public record LimitSpec(String name, int atMost, int rate, long per) {
  /** The largest number of permits that are out at once. */
  public static final int MOST = 100_000;

  /** The largest rate: when each of so many was taken is kept. */
  public static final int MOST_RATE = 10_000;

  /** The longest time of a rate: 31 days. */
  public static final long LONGEST = 31L * 24 * 3600 * 1000;

  private static final String PREFIX = "limit/";

  /** Checks the ranges. */
  public LimitSpec {
    String problem = problem(name, atMost, rate, per);
    if (problem != null) {
      throw new MalformedMessageException(problem);
    }
  }

  /** {@return what is wrong with such a limit; null if nothing is} */
  public static @Nullable String problem(String name, int atMost, int rate, long per) {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      return "limit '%s' (expected: 1 to 100 letters, digits, '-', '_' or '.')".formatted(name);
    }
    if (atMost < 0 || atMost > MOST) {
      return "limit '%s': %d at once (expected: 1 to %d)".formatted(name, atMost, MOST);
    }
    boolean rated = rate >= 1 && rate <= MOST_RATE && per >= 1 && per <= LONGEST;
    if (!rated && !(rate == 0 && per == 0)) {
      return "limit '%s': %d in %d ms (expected: 1 to %d in 1 ms to 31 days)"
          .formatted(name, rate, per, MOST_RATE);
    }
    return atMost == 0 && rate == 0
        ? "limit '%s': neither a number at once nor a rate (expected: one of them)".formatted(name)
        : null;
  }

  /** {@return under which id, like that of a run, the limit is kept} */
  public String id() {
    return PREFIX + name;
  }

  /** {@return whether a limit is kept under an id, and no run} */
  public static boolean isId(String id) {
    return id.startsWith(PREFIX);
  }

  /** Writes this. */
  public void write(ByteWriter out) {
    out.text(name).varint(atMost).varint(rate).varint(per);
  }

  /** Reads one. */
  public static LimitSpec read(ByteReader in) {
    return new LimitSpec(in.text(), in.count(), in.count(), in.varint());
  }
}
