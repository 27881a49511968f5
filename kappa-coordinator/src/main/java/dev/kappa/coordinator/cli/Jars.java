package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which application a coordinator runs. */
final class Jars {
  private Jars() {}

  /**
   * {@return the application's jar: the one named, else the one that worked on {@code directory}
   * last, else the default}
   */
  static Path choose(@Nullable Path named, DataDirectory directory, @Nullable Path defaultJar) {
    if (named != null) {
      return named;
    }
    Path last = directory.lastOptions().map(CoordinatorOptions::jar).orElse(null);
    if (last != null && !hasMoved(last, defaultJar)) {
      return last;
    }
    if (defaultJar == null) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "no application (expected: --jar with your application's jar)");
    }
    return defaultJar;
  }

  /** {@return whether {@code last} was the default where Kappa itself was then} */
  private static boolean hasMoved(Path last, @Nullable Path defaultJar) {
    return defaultJar != null && !Files.exists(last) && last.endsWith(defaultJar.getFileName());
  }

  /** Checks that {@code owner} runs the jar that the user named, and says if it is out of date. */
  static void requireSame(
      @Nullable Path named, Owner owner, DataDirectory directory, Terminal terminal) {
    if (named == null) {
      return;
    }
    ApplicationJar wanted = ApplicationJar.at(named);
    if (!wanted.path().equals(owner.jar().path())) {
      throw new KappaException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "the coordinator of %s (process %d) runs %s, not %s; wait for it or end it, or name another directory with --data"
              .formatted(directory.path(), owner.pid(), owner.jar().path(), wanted.path()));
    }
    if (!wanted.stamp().equals(owner.jar().stamp())) {
      terminal
          .err()
          .printf(
              "note: %s has changed since the coordinator (process %d) started with it%n",
              wanted.path(), owner.pid());
    }
  }

  /** {@return whether the file is another one than when {@code jar} was looked at} */
  static boolean hasChanged(ApplicationJar jar) {
    try {
      return !ApplicationJar.stampOf(jar.path()).equals(jar.stamp());
    } catch (IOException e) {
      // It is being written; it counts as changed once it is there.
      return false;
    }
  }
}
