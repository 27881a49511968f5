package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What {@code --redis} says. */
final class RedisFlag {
  /** Names the embedded one, where another was used last. */
  private static final String EMBEDDED = "embedded";

  private RedisFlag() {}

  /** {@return the Redis that is meant; null for the embedded one} */
  static @Nullable URI resolve(@Nullable URI named, @Nullable URI last) {
    if (named == null) {
      return last;
    }
    return named.toString().equals(EMBEDDED) ? null : named;
  }

  /** {@return the one in the environment, where others can't read it as they can a command line} */
  static @Nullable URI ofEnvironment() {
    String text = System.getenv("KAPPA_REDIS");
    try {
      return text == null || text.isBlank() ? null : new URI(text);
    } catch (URISyntaxException e) {
      // It may hold a password: it is not repeated.
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "KAPPA_REDIS is no address (expected: one such as --redis takes)");
    }
  }

  /** {@return a Redis for messages: without user and password} */
  static String shown(@Nullable URI redis) {
    return redis == null ? "its own Redis" : redis.toString().replaceFirst("//[^/]*@", "//");
  }
}
