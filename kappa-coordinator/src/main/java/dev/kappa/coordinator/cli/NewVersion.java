package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.platform.local.JarVersion;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A version of the application that runs are moved to.
 *
 * @param name by which coordinators know it
 */
record NewVersion(String name) {
  /**
   * {@return the version that a jar is} The coordinator of a data directory on this machine is
   * given a copy of it.
   *
   * @throws KappaException {@code FILE_NOT_FOUND} if it can't be read, or not be copied
   */
  static NewVersion of(Path jar, Session session) {
    DataDirectory data = session.data();
    try {
      return new NewVersion(data == null ? JarVersion.of(jar) : data.versions().add(jar));
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s can't be read, or not be kept for the coordinator: %s".formatted(jar, e.getMessage()),
          e);
    }
  }

  /** Lets a run go on with this version from now on. */
  void take(KappaClient client, String run) {
    client.move(run, name);
  }

  /** As {@link #take}, unless the coordinator does not have it: then its present one counts. */
  void takeIfKnown(KappaClient client, String run) {
    try {
      take(client, run);
    } catch (KappaException e) {
      if (e.code() != ErrorCode.UNKNOWN_VERSION) {
        throw e;
      }
    }
  }
}
