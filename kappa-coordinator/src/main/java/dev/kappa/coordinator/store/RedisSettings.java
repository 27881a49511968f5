package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.Objects;

/**
 * Where Redis is and what is asked of it.
 *
 * @param uri {@code redis://[[user]:password@]host[:port][/database]}; {@code
 *     redis-sentinel://[[user]:password@]host[:port],...[/database]#master} where Sentinels know
 *     the server; {@code redis-cluster://[[user]:password@]host[:port],...} for some nodes of a
 *     Cluster; with {@code rediss} for {@code redis} over TLS, and then {@code ?ca=FILE} behind it,
 *     an absolute path, for a PEM file of whom to trust
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
    RedisAddress.parse(uri);
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

  /**
   * {@return settings with durability {@link Durability#REDIS}, a time-out of 5 s and 16
   * partitions}
   */
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

  /** {@return where Redis is, for people: without user and password} */
  public String address() {
    return redis().text();
  }

  /** Shows no password. */
  @Override
  public String toString() {
    return "RedisSettings[%s, %s, %s, %d partitions]"
        .formatted(address(), durability, commandTimeout, partitions);
  }

  RedisAddress redis() {
    return RedisAddress.parse(uri);
  }
}
