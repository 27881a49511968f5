package dev.kappa.coordinator.embedded;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the embedded Redis server runs.
 *
 * @param appendFsync when what was written is forced to disk
 * @param startTimeout within which the server must answer; reading much data back takes time
 * @param program a {@code redis-server} of version 6.2 or later; empty for one on the path, else
 *     the one that this program brings
 * @param cacheDirectory where the program is unpacked that this one brings; empty for a directory
 *     beside the data
 */
public record EmbeddedRedisSettings(
    AppendFsync appendFsync,
    Duration startTimeout,
    Optional<Path> program,
    Optional<Path> cacheDirectory) {

  /** When the append-only file is forced to disk. */
  public enum AppendFsync {
    /** There is none: what the server holds ends with it. */
    OFF("no"),
    /** Once a second: a crash of the machine (not of a process) loses up to two seconds. */
    EVERY_SECOND("everysec"),
    /** Before each answer. */
    ALWAYS("always");

    private final String word;

    AppendFsync(String word) {
      this.word = word;
    }

    /** {@return the word for it in Redis's configuration} */
    String word() {
      return word;
    }
  }

  /** Checks the timeout. */
  public EmbeddedRedisSettings {
    if (!startTimeout.isPositive()) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT, "startTimeout: " + startTimeout + " (expected: more than 0)");
    }
  }

  /** {@return the defaults: forced to disk every second, up to a minute to start} */
  public static EmbeddedRedisSettings defaults() {
    return new EmbeddedRedisSettings(
        AppendFsync.EVERY_SECOND, Duration.ofSeconds(60), Optional.empty(), Optional.empty());
  }

  /** {@return these settings with another rule for forcing to disk} */
  public EmbeddedRedisSettings withAppendFsync(AppendFsync value) {
    return new EmbeddedRedisSettings(value, startTimeout, program, cacheDirectory);
  }

  /** {@return these settings with another time limit of the start} */
  public EmbeddedRedisSettings withStartTimeout(Duration value) {
    return new EmbeddedRedisSettings(appendFsync, value, program, cacheDirectory);
  }

  /** {@return these settings with this server program} */
  public EmbeddedRedisSettings withProgram(Path value) {
    return new EmbeddedRedisSettings(appendFsync, startTimeout, Optional.of(value), cacheDirectory);
  }

  /** {@return these settings with another directory for the unpacked program} */
  public EmbeddedRedisSettings withCacheDirectory(Path value) {
    return new EmbeddedRedisSettings(appendFsync, startTimeout, program, Optional.of(value));
  }
}
