package dev.kappa.coordinator.platform.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's own copy of the user's jar: a build may replace the original while workers run, as
 * it may after a deployment to Lambda.
 *
 * @param directory of this copy alone; start-up archives lie beside the jar
 */
record FunctionCopy(Path directory) {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionCopy.class);

  /** Copies that were not used for so long are deleted. */
  private static final Duration KEPT = Duration.ofDays(7);

  /**
   * Copies {@code jar} unless that was done before.
   *
   * @param version of the jar
   */
  static FunctionCopy of(Path jar, String version, Path cache) throws IOException {
    Path functions = cache.resolve("functions");
    FunctionCopy copy = new FunctionCopy(functions.resolve(version));
    if (!Files.isRegularFile(copy.jar())) {
      AtomicDirectory.make(copy.directory(), made -> Files.copy(jar, new FunctionCopy(made).jar()));
    }
    copy.markUsed();
    deleteUnused(functions);
    return copy;
  }

  Path jar() {
    return directory.resolve("function.jar");
  }

  /** Keeps the copy from being deleted for some days, if that can be. Does not block for long. */
  void keep() {
    try {
      markUsed();
    } catch (IOException e) {
      LOG.warn("{} can't be marked as used: {}", directory, e.toString());
    }
  }

  private void markUsed() throws IOException {
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
  }

  private static void deleteUnused(Path functions) throws IOException {
    Instant limit = Instant.now().minus(KEPT);
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(functions)) {
      for (Path copy : copies) {
        if (Files.getLastModifiedTime(copy).toInstant().isBefore(limit)) {
          AtomicDirectory.delete(copy);
        }
      }
    }
  }
}
