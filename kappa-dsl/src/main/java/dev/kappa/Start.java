package dev.kappa;

import org.jspecify.annotations.Nullable;

/**
 * How another run is started, other than usual: {@code Task.start("bill", Start.key("order-17"),
 * order, Receipt.class)}.
 *
 * @param key two starts under the same key make one run, whoever starts it: a task of any run, or a
 *     client with this idempotency key. It is remembered as long as its run is, until that run's
 *     retention time is over. 1 to 256 characters, not all blank. Null for a key that no other
 *     start has
 */
public record Start(@Nullable String key) {
  private static final int LONGEST = 256;

  /** Checks the key. */
  public Start {
    if (key != null && (key.isBlank() || key.length() > LONGEST)) {
      throw Arguments.invalid(
          "key", key.length() + " characters", "1 to " + LONGEST + ", not all blank");
    }
  }

  /** {@return a start that makes a run only if none was started under {@code key} before} */
  public static Start key(String key) {
    return new Start(Arguments.given("key", key));
  }
}
