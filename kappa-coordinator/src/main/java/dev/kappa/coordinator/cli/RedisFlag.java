package dev.kappa.coordinator.cli;

import java.net.URI;
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

  /** {@return a Redis for messages: without user and password} */
  static String shown(@Nullable URI redis) {
    return redis == null ? "its own Redis" : redis.toString().replaceFirst("//[^/]*@", "//");
  }
}
