package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/**
 * An application's jar as it was when it was looked at.
 *
 * @param path its real path
 * @param stamp says whether the file has changed since
 */
record ApplicationJar(Path path, String stamp) {
  /**
   * {@return the jar at {@code path}}
   *
   * @throws KappaException {@code FILE_NOT_FOUND}, or {@code NO_WORKFLOW} if it is no jar
   */
  static ApplicationJar at(Path path) {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "no readable file %s (expected: an application's jar; build it, or name it with --jar)"
              .formatted(path.toAbsolutePath()));
    }
    try (JarFile jar = new JarFile(path.toFile())) {
      if (jar.size() == 0) {
        throw new KappaException(ErrorCode.NO_WORKFLOW, path + ": an empty jar");
      }
      return new ApplicationJar(path.toRealPath(), stampOf(path));
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.NO_WORKFLOW,
          "%s is not a jar: %s (expected: an application built with Kappa)"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** {@return what changes whenever the file at {@code path} does} */
  static String stampOf(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toMillis() + "/" + Files.size(path);
  }
}
