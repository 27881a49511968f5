package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Locale;

/**
 * What an acknowledged batch survives.
 *
 * @param level what kind of promise it is
 * @param replicas how many replicas must have it, 1 to 16; 0 for the other levels
 */
public record Durability(Level level, int replicas) {
  private static final int MAX_REPLICAS = 16;

  /** The kinds of promises. */
  public enum Level {
    /** Redis has it in its memory: it survives coordinators and workers, not Redis. */
    MEMORY,
    /**
     * Redis has it. What a crash of Redis itself loses is up to the server's settings (with {@code
     * appendonly yes} and {@code appendfsync everysec}, about a second; the state is then an
     * earlier one that the run really went through).
     */
    REDIS,
    /**
     * It is on the disk of the Redis server, in the append-only file: it survives a crash and a
     * restart of the server, but not a fail-over to a replica.
     */
    FSYNC,
    /**
     * Some replicas have it, too: a fail-over to one of them loses nothing. A fail-over to another
     * one does; a crash of all is like one of Redis with level REDIS.
     */
    REPLICAS
  }

  /** In Redis's memory. */
  public static final Durability MEMORY = new Durability(Level.MEMORY, 0);

  /** As durable as the server's settings make it. */
  public static final Durability REDIS = new Durability(Level.REDIS, 0);

  /** On the server's disk. */
  public static final Durability FSYNC = new Durability(Level.FSYNC, 0);

  /** Checks the number of replicas. */
  public Durability {
    boolean fits =
        level == Level.REPLICAS ? replicas >= 1 && replicas <= MAX_REPLICAS : replicas == 0;
    if (!fits) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "replicas: %d (expected: 1 to %d, and 0 for a level other than replicas)"
              .formatted(replicas, MAX_REPLICAS));
    }
  }

  /** {@return the level at which {@code count} replicas have it, 1 to 16} */
  public static Durability replicas(int count) {
    return new Durability(Level.REPLICAS, count);
  }

  /**
   * Reads {@code memory}, {@code redis}, {@code fsync} or {@code replicas:N}.
   *
   * @throws KappaException {@code INVALID_ARGUMENT} if it is something else
   */
  public static Durability parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "memory" -> MEMORY;
      case "redis" -> REDIS;
      case "fsync" -> FSYNC;
      case String other when other.matches("replicas:[0-9]{1,4}") ->
          replicas(Integer.parseInt(other.substring(other.indexOf(':') + 1)));
      default ->
          throw new KappaException(
              ErrorCode.INVALID_ARGUMENT,
              "durability: '" + text + "' (expected: memory, redis, fsync or replicas:N)");
    };
  }

  /** {@return the level as {@link #parse} reads it} */
  @Override
  public String toString() {
    String word = level.name().toLowerCase(Locale.ROOT);
    return level == Level.REPLICAS ? word + ":" + replicas : word;
  }
}
