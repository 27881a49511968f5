package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --redis} says. */
final class RedisFlag implements ITypeConverter<URI> {
  /** Names the embedded one, where another was used last. */
  private static final String EMBEDDED = "embedded";

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

  @Override
  public URI convert(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      // It may hold a password: neither it nor the parser's message, which has it, is repeated.
      throw new TypeConversionException(
          "no address (expected: one such as redis://:password@host:6379, special characters of"
              + " the password percent-encoded; or embedded)");
    }
  }

  /** {@return a Redis for messages: without user and password, whatever characters these have} */
  static String shown(@Nullable URI redis) {
    return redis == null ? "its own Redis" : redis.toString().replaceFirst("//.*@", "//");
  }
}
