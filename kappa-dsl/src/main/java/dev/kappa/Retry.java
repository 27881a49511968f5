package dev.kappa;

import java.util.ArrayList;
import java.util.List;

/**
 * How often, when and after which errors a task is tried again.
 *
 * <pre>{@code
 * return Task.step("download", () -> download(url))
 *     .retry(
 *         Retry.times(5)
 *             .backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)))
 *             .on(IOException.class));
 * }</pre>
 *
 * @param times how many tries in all, at least 1
 * @param backoff the pause between two tries; no worker runs meanwhile
 * @param on names of the classes of errors that are tried again; empty for all but {@link
 *     StepInDoubtException}
 */
public record Retry(int times, Backoff backoff, List<String> on) {
  /** Checks and copies. */
  public Retry {
    Arguments.between("times", times, 1, Integer.MAX_VALUE);
    Arguments.given("backoff", backoff);
    on = List.copyOf(Arguments.given("on", on));
  }

  /** {@return {@code n} tries in all, at once, after any error} */
  public static Retry times(int n) {
    return new Retry(n, Backoff.NONE, List.of());
  }

  /** {@return the same with pauses} */
  public Retry backoff(Backoff pauses) {
    return new Retry(times, pauses, on);
  }

  /** {@return the same, but only after errors of {@code types} or classes that extend them} */
  @SafeVarargs
  public final Retry on(Class<? extends Throwable>... types) {
    List<String> names = new ArrayList<>();
    for (Class<? extends Throwable> type : types) {
      names.add(Arguments.given("on", type).getName());
    }
    return new Retry(times, backoff, names);
  }
}
