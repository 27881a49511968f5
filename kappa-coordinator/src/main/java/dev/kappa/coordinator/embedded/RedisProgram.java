package dev.kappa.coordinator.embedded;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server program and its version.
 *
 * @param file the program
 * @param major 6 for Redis 6.2
 * @param minor 2 for Redis 6.2
 */
record RedisProgram(Path file, int major, int minor) {
  private static final Pattern VERSION = Pattern.compile("\\bv=(\\d{1,4})\\.(\\d{1,4})");
  private static final long ANSWER_SECONDS = 10;

  /** {@return the given program, else a new enough one on the path, else the one in this jar} */
  static RedisProgram choose(EmbeddedRedisSettings settings, Path cache) {
    if (settings.program().isPresent()) {
      Path given = settings.program().get();
      return of(given)
          .filter(RedisProgram::isNewEnough)
          .orElseThrow(() -> unusable(given + " is no redis-server of version 6.2 or later"));
    }
    return onPath()
        .flatMap(RedisProgram::of)
        .filter(RedisProgram::isNewEnough)
        .orElseGet(() -> bundled(cache));
  }

  private static RedisProgram bundled(Path cache) {
    try {
      Path unpacked = BundledRedis.unpack(cache);
      return of(unpacked)
          .orElseThrow(
              () -> unusable("the redis-server that comes with Kappa does not run on this system"));
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE, "no redis-server to start: " + e + ADVICE, e);
    }
  }

  private static final String ADVICE =
      " (install Redis 6.2 or later so that redis-server is on the PATH, or give the address of a"
          + " running one)";

  private static KappaException unusable(String what) {
    return new KappaException(ErrorCode.UNSUPPORTED_STORE, what + ADVICE);
  }

  private static Optional<Path> onPath() {
    String path = System.getenv("PATH");
    if (path == null) {
      return Optional.empty();
    }
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, "redis-server");
      if (!directory.isEmpty() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** {@return the program with its version; empty if it does not run or is no Redis} */
  static Optional<RedisProgram> of(Path file) {
    try {
      Process asked =
          new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
      asked.getOutputStream().close();
      String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!asked.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        asked.destroyForcibly();
      }
      Matcher version = VERSION.matcher(answer);
      return version.find()
          ? Optional.of(
              new RedisProgram(
                  file, Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private boolean isNewEnough() {
    return major > 6 || (major == 6 && minor >= 2);
  }
}
