package dev.kappa;

import java.time.Duration;

/**
 * How long to wait before the next try.
 *
 * @param first the pause after the first failure; zero for none
 * @param factor by how much each pause is longer than the one before, at least 1
 * @param most the longest pause
 */
public record Backoff(Duration first, double factor, Duration most) {
  /** No pause. */
  public static final Backoff NONE = new Backoff(Duration.ZERO, 1, Duration.ZERO);

  /** Checks the ranges. */
  public Backoff {
    if (Arguments.given("first", first).isNegative()) {
      throw Arguments.invalid("first", first, ">= 0");
    }
    if (!(factor >= 1)) {
      throw Arguments.invalid("factor", factor, ">= 1");
    }
    if (Arguments.given("most", most).compareTo(first) < 0) {
      throw Arguments.invalid("most", most, "at least the first pause, " + first);
    }
  }

  /** {@return the same pause each time} */
  public static Backoff fixed(Duration pause) {
    return new Backoff(pause, 1, pause);
  }

  /** {@return pauses that double from {@code first} up to {@code most}} */
  public static Backoff exponential(Duration first, Duration most) {
    return new Backoff(first, 2, most);
  }

  /** {@return the pause after {@code failures} failures, counted from 1} */
  public Duration after(int failures) {
    if (first.isZero()) {
      return first;
    }
    double seconds = seconds(first) * Math.pow(factor, Math.max(0, failures - 1));
    return seconds >= seconds(most) ? most : ofSeconds(seconds);
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  private static Duration ofSeconds(double seconds) {
    long whole = (long) seconds;
    return Duration.ofSeconds(whole, Math.round((seconds - whole) * 1e9));
  }
}
