package dev.kappa.coordinator.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.lang.management.ManagementFactory;

/** Files and sockets that this process may have open. */
final class OpenFiles {
  /** Up to so many functions at once, limits of files are not looked at. */
  private static final int FEW = 1_000;

  /** The connection that invokes it, its own, and that with which it comes back. */
  private static final int FOR_EACH_FUNCTION = 3;

  /** The store, clients, jars. */
  private static final int BESIDE = 2_000;

  private OpenFiles() {}

  /** {@return how many there may be, as the JVM found it when it started} */
  static long limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  /**
   * Demands that so many functions at once can be connected.
   *
   * @param limit how many files and sockets this process may have open
   * @throws KappaException with {@code BAD_REQUEST} if they can't
   */
  static void demand(int concurrency, long limit) {
    long needed = (long) FOR_EACH_FUNCTION * concurrency + BESIDE;
    if (concurrency > FEW && limit < needed) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--concurrency: %d needs up to %d open files and sockets, and this process may have %d; raise that (LimitNOFILE= of systemd, ulimits of a container, ulimit -n), or lower --concurrency"
              .formatted(concurrency, needed, limit));
    }
  }
}
