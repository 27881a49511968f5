package dev.kappa;

import dev.kappa.wire.LimitSpec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

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
  private static final int MOST_KEY = 1000;

  /** Beside a dot and a hash. */
  private static final int MOST_KEYED = 56;

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

  /**
   * {@return the same limit for {@code key} alone: each key has as much} Two keys never share one,
   * and the same key always has the same. The key is any text, such as a customer's address; it is
   * not in the new name as it is, but as its hash.
   *
   * <pre>{@code
   * Limit mails = Limit.rate("mail", 3, Duration.ofHours(1));
   * return Task.run("mail", () -> mail(customer)).limited(mails.forKey(customer));
   * }</pre>
   *
   * <p>Keys may be as many as there are customers: what is known of one is forgotten when no task
   * waits for it or is within it, and its rate counts no more.
   *
   * @param key 1 to 1,000 characters. It is taken as it is: whether {@code Ann} and {@code ann} are
   *     one, say so by making them one
   * @throws dev.kappa.error.KappaException with {@link dev.kappa.error.ErrorCode#INVALID_ARGUMENT}
   *     if the key is empty or too long, or if the limit's name has more than 56 characters: the
   *     new name ends with 44 of its own
   */
  public Limit forKey(String key) {
    int length = Arguments.given("key", key).length();
    Arguments.between("length of the key of limit '" + name + "'", length, 1, MOST_KEY);
    if (name.length() > MOST_KEYED) {
      throw Arguments.invalid(
          "limit name with keys", "'" + name + "'", "at most " + MOST_KEYED + " characters");
    }
    return new Limit(name + "." + hash(key), concurrency, rate, per);
  }

  /** Of the characters themselves: texts that are not well-formed differ, too. */
  private static String hash(String key) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * key.length());
    bytes.asCharBuffer().put(key);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
