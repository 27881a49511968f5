package dev.kappa;

import dev.kappa.wire.LimitSpec;
import java.time.Duration;

/**
 * How many tasks may be within something at once, or enter it in some time: of all tasks of all
 * runs of the store that name this limit. See {@link Task#limited}.
 *
 * <pre>{@code
 * Limit.rate("crm-api", 100, Duration.ofMinutes(1)).withConcurrency(5)
 * }</pre>
 *
 * <p>All who name a limit should say the same of it. If they differ, what was asked last counts
 * from then on: so a new version of the code changes it.
 *
 * @param name 1 to 100 letters, digits, {@code -}, {@code _} or {@code .}
 * @param concurrency how many tasks may be within it at once, 1 to 100,000; 0 for any number
 * @param rate how many may enter in any {@code per}, 1 to 10,000; 0 for any number
 * @param per 1 ms to 31 days; zero without a rate
 */
public record Limit(String name, int concurrency, int rate, Duration per) {
  /** Checks the ranges. */
  public Limit {
    Arguments.name("limit", name);
    String problem =
        LimitSpec.problem(name, concurrency, rate, millis(Arguments.given("per", per)));
    if (problem != null) {
      throw Arguments.invalid(problem);
    }
  }

  /** {@return a limit of {@code n} tasks at once, 1 to 100,000} */
  public static Limit concurrency(String name, int n) {
    return new Limit(
        name, Arguments.between("concurrency", n, 1, LimitSpec.MOST), 0, Duration.ZERO);
  }

  /** {@return a limit of {@code n} tasks, 1 to 10,000, in any time as long as {@code per}} */
  public static Limit rate(String name, int n, Duration per) {
    return new Limit(name, 0, Arguments.between("rate", n, 1, LimitSpec.MOST_RATE), per);
  }

  /** {@return the same with {@code n} tasks at once} */
  public Limit withConcurrency(int n) {
    return new Limit(name, Arguments.between("concurrency", n, 1, LimitSpec.MOST), rate, per);
  }

  /** {@return the same with {@code n} tasks in any time as long as {@code time}} */
  public Limit withRate(int n, Duration time) {
    return new Limit(name, concurrency, Arguments.between("rate", n, 1, LimitSpec.MOST_RATE), time);
  }

  /** Rounded up: what is promised is kept. What does not fit is too long. */
  private static long millis(Duration time) {
    if (time.toSeconds() > LimitSpec.LONGEST) {
      return Long.MAX_VALUE;
    }
    return time.isNegative() ? -1 : time.plusNanos(999_999).toMillis();
  }

  LimitSpec toSpec() {
    return new LimitSpec(name, concurrency, rate, millis(per));
  }
}
