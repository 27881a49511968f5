package dev.kappa;

import java.time.Duration;

/**
 * How long to wait before the next try, or before the next turn of {@link Task#repeatUntil}. A
 * pause is decided once, when the try before it has failed, or that turn was not enough; what is
 * stored is the time of its end.
 *
 * <pre>{@code
 * return Task.step("ask", () -> status())
 *     .repeatUntil(
 *         status -> status.equals("ready"), Backoff.fixed(Duration.ofSeconds(10)).withJitter(0.2));
 * }</pre>
 *
 * @param first the pause after the first failure; zero for none
 * @param factor by how much each pause is longer than the one before, at least 1
 * @param most the longest pause
 * @param jitter by which share of itself a pause is shortened at most, by chance: from 0, not at
 *     all, to 1, down to nothing
 */
public record Backoff(Duration first, double factor, Duration most, double jitter) {
  /** No pause. */
  public static final Backoff NONE = new Backoff(Duration.ZERO, 1, Duration.ZERO, 0);

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
    if (!(jitter >= 0 && jitter <= 1)) {
      throw Arguments.invalid("jitter", jitter, "0.0..1.0");
    }
  }

  /** {@return the same pause each time} */
  public static Backoff fixed(Duration pause) {
    return new Backoff(pause, 1, pause, 0);
  }

  /** {@return pauses that double from {@code first} up to {@code most}} */
  public static Backoff exponential(Duration first, Duration most) {
    return new Backoff(first, 2, most, 0);
  }

  /**
   * {@return the same, with pauses that are shortened by chance, so that many who failed together
   * don't try again together} A pause {@code p} becomes one between {@code p * (1 - share)} and
   * {@code p}, each length as likely.
   *
   * @param share from 0 to 1
   */
  public Backoff withJitter(double share) {
    return new Backoff(first, factor, most, share);
  }

  /** {@return the pause after {@code failures} failures, counted from 1, without jitter} */
  public Duration after(int failures) {
    if (first.isZero()) {
      return first;
    }
    double seconds = seconds(first) * Math.pow(factor, Math.max(0, failures - 1));
    return seconds >= seconds(most) ? most : ofSeconds(seconds);
  }

  /**
   * {@return the pause after {@code failures} failures, counted from 1, with jitter}
   *
   * @param chance a random number from 0 to 1: 0 for the longest pause, 1 for the shortest
   */
  public Duration after(int failures, double chance) {
    Duration longest = after(failures);
    return jitter == 0 ? longest : ofSeconds(seconds(longest) * (1 - jitter * chance));
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  private static Duration ofSeconds(double seconds) {
    long whole = (long) seconds;
    return Duration.ofSeconds(whole, Math.round((seconds - whole) * 1e9));
  }
}
