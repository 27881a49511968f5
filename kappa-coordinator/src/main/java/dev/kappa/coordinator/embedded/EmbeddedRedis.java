package dev.kappa.coordinator.embedded;

import dev.kappa.coordinator.embedded.EmbeddedRedisSettings.AppendFsync;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A real Redis server as a child process, for when none is configured: on a free loopback port,
 * with a random password, and an append-only file that outlives everything.
 *
 * <p>If the server dies, another is started on the same port with the same data; clients reconnect.
 * If this process dies, the server ends in good order.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final int PORT_TRIES = 5;
  private static final int PASSWORD_BYTES = 24;

  private final RedisDirectory directory;
  private final RedisSupervisor supervisor;
  private final int port;
  private final String password;

  private EmbeddedRedis(
      RedisDirectory directory, RedisSupervisor supervisor, int port, String password) {
    this.directory = directory;
    this.supervisor = supervisor;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts a server on {@code dataDirectory}/redis and waits until it has read its data back.
   *
   * @param dataDirectory the project's data directory; made if it is not there
   * @param settings how the server runs
   * @return the running server
   * @throws KappaException if another process uses the directory, no server program fits, or the
   *     server does not start; the message holds the log's last lines
   */
  public static EmbeddedRedis start(Path dataDirectory, EmbeddedRedisSettings settings) {
    Path path = dataDirectory.resolve("redis");
    RedisDirectory directory = claim(path);
    try {
      return start(directory, settings);
    } catch (IOException e) {
      release(directory);
      throw new KappaException(
          ErrorCode.REDIS_UNREACHABLE,
          "the embedded Redis server can't be set up in " + path + ": " + e,
          e);
    } catch (KappaException e) {
      release(directory);
      throw e;
    }
  }

  private static RedisDirectory claim(Path path) {
    try {
      return RedisDirectory.claim(path);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "the data directory " + path + " can't be used: " + e + " (expected: to be writable)",
          e);
    }
  }

  private static EmbeddedRedis start(RedisDirectory directory, EmbeddedRedisSettings settings)
      throws IOException {
    Orphan.end(directory);
    RedisProgram program =
        RedisProgram.choose(
            settings, settings.cacheDirectory().orElse(directory.path().resolve("program")));
    requireReadable(directory, program);
    requireNothingToHide(directory, settings);
    String password = randomPassword();
    for (int attempt = 1; ; attempt++) {
      int port = Loopback.freePort();
      directory.boundLog();
      directory.writeConfiguration(RedisConfiguration.text(directory, settings, port, password));
      RedisLaunch launch =
          new RedisLaunch(
              program, directory, new RedisProbe(port, password), settings.startTimeout());
      RedisLaunch.Outcome outcome = launch.run();
      switch (outcome) {
        case RedisLaunch.Outcome.Started started -> {
          RedisSupervisor supervisor = RedisSupervisor.watch(launch, started.process());
          return new EmbeddedRedis(directory, supervisor, port, password);
        }
        case RedisLaunch.Outcome.PortTaken taken -> {
          if (attempt == PORT_TRIES) {
            throw failed(directory, "no free port was found");
          }
        }
        case RedisLaunch.Outcome.Failed failure -> throw failed(directory, failure.reason());
      }
    }
  }

  /** An older server would ignore what a newer one wrote, and start empty. */
  private static void requireReadable(RedisDirectory directory, RedisProgram program) {
    if (directory.hasMultipartLog() && program.major() < 7) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE,
          "the data in "
              + directory.path()
              + " was written by Redis 7 or later, but "
              + program.file()
              + " is Redis "
              + program.major()
              + "."
              + program.minor()
              + " (expected: a redis-server of version 7 or later on the PATH)");
    }
  }

  /** Without an append-only file the server would start empty, beside data that it does not see. */
  private static void requireNothingToHide(RedisDirectory directory, EmbeddedRedisSettings settings)
      throws IOException {
    if (settings.appendFsync() == AppendFsync.OFF && directory.hasData()) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE,
          "the data in "
              + directory.path()
              + " would not be read without an append-only file (expected: a directory without"
              + " data for durability memory, or another durability)");
    }
  }

  private static KappaException failed(RedisDirectory directory, String reason) {
    return new KappaException(
        ErrorCode.REDIS_UNREACHABLE,
        "the embedded Redis server did not start: "
            + reason
            + "\nLast lines of "
            + directory.log()
            + ":\n"
            + directory.logTail());
  }

  private static String randomPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** {@return the server's address with its password: {@code redis://:password@127.0.0.1:port}} */
  public URI uri() {
    return URI.create("redis://:" + password + "@127.0.0.1:" + port);
  }

  /** {@return the server's process id at present} */
  public long pid() {
    return supervisor.pid();
  }

  /** Ends the server in good order: all that it acknowledged is on disk. */
  @Override
  public void close() {
    supervisor.close();
    release(directory);
  }

  private static void release(RedisDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
