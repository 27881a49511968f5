package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and what is asked of it.
 *
 * @param uri {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS
 * @param durability the level that the server must be able to hold
 * @param commandTimeout after which a command counts as lost and its connection as broken; commands
 *     that carry much data get one millisecond more for each KiB
 * @param partitions how many partitions a new store gets, 1 to 1024; an existing one must have as
 *     many
 */
public record RedisSettings(
    String uri, Durability durability, Duration commandTimeout, int partitions) {
  private static final int MAX_PARTITIONS = 1024;

  /** Checks all that can be checked without the server. */
  public RedisSettings {
    Objects.requireNonNull(durability, "durability");
    parse(uri);
    if (commandTimeout.compareTo(Duration.ofMillis(10)) < 0) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "commandTimeout: " + commandTimeout + " (expected: at least 10 ms)");
    }
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "partitions: " + partitions + " (expected: 1 to " + MAX_PARTITIONS + ")");
    }
  }

  /** {@return settings with durability {@code REDIS}, a time-out of 5 s and 16 partitions} */
  public static RedisSettings of(String uri) {
    return new RedisSettings(uri, Durability.REDIS, Duration.ofSeconds(5), 16);
  }

  /** {@return these settings with another durability} */
  public RedisSettings withDurability(Durability other) {
    return new RedisSettings(uri, other, commandTimeout, partitions);
  }

  /** {@return these settings with another time-out} */
  public RedisSettings withCommandTimeout(Duration other) {
    return new RedisSettings(uri, durability, other, partitions);
  }

  /** {@return these settings with another number of partitions} */
  public RedisSettings withPartitions(int other) {
    return new RedisSettings(uri, durability, commandTimeout, other);
  }

  /** {@return host and port, without user and password} */
  public String address() {
    RedisURI parsed = parse(uri);
    return parsed.getHost() + ":" + parsed.getPort();
  }

  /** Shows no password. */
  @Override
  public String toString() {
    return "RedisSettings[%s, %s, %s, %d partitions]"
        .formatted(address(), durability, commandTimeout, partitions);
  }

  RedisURI redisUri() {
    return parse(uri);
  }

  private static RedisURI parse(String uri) {
    if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
      throw malformed(null);
    }
    try {
      return RedisURI.create(uri);
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  /** The address may hold a password: it is not repeated, and neither is the parser's message. */
  private static KappaException malformed(@Nullable IllegalArgumentException cause) {
    return new KappaException(
        ErrorCode.INVALID_ARGUMENT,
        "the address of Redis can't be understood"
            + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")")
            + " (expected: redis://[[user]:password@]host[:port][/database] or rediss://..., with"
            + " special characters of the password percent-encoded)");
  }
}
