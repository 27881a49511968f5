package dev.kappa.coordinator.embedded;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that outlived the process that started it. It is ended before another starts: two must
 * never write to one directory.
 */
final class Orphan {
  private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);

  /** For an orderly end, in which the server forces its data to disk. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private Orphan() {}

  /** Ends the server that works on {@code directory}, if there is one. */
  static void end(RedisDirectory directory) throws IOException {
    Optional<ProcessHandle> found =
        directory.recordedProcess().flatMap(ProcessHandle::of).filter(p -> serves(p, directory));
    if (found.isEmpty()) {
      return;
    }
    ProcessHandle orphan = found.get();
    LOG.info("ending the Redis server {} that a killed coordinator left", orphan.pid());
    orphan.destroy();
    if (!hasEnded(orphan, directory)) {
      orphan.destroyForcibly();
      if (!hasEnded(orphan, directory)) {
        throw new KappaException(
            ErrorCode.DATA_DIRECTORY_IN_USE,
            "the Redis server with process id "
                + orphan.pid()
                + " works on "
                + directory.path()
                + " and can't be ended (expected: to end it by hand)");
      }
    }
  }

  /** The process id may belong to another program by now: the command line tells. */
  private static boolean serves(ProcessHandle process, RedisDirectory directory) {
    return process
        .info()
        .commandLine()
        .map(line -> line.contains(directory.configuration().toString()))
        .orElse(false);
  }

  /** By the command line too: a dead process that nobody has reaped yet has none. */
  private static boolean hasEnded(ProcessHandle process, RedisDirectory directory) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && serves(process, directory)) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}
