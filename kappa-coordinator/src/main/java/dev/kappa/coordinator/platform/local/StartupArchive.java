package dev.kappa.coordinator.platform.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An archive of the classes that a worker loads while it starts: an AOT cache from Java 25 on,
 * before that a class-data archive. One start that is made for this alone writes it under another
 * name; it is then renamed, so that no worker ever sees half of one.
 */
final class StartupArchive {
  private static final int AOT_CACHE_SINCE = 25;
  private static final int OLDEST = 21;
  private static final String UNFINISHED = ".making-";
  private static final Duration LEFT_OVER_AFTER = Duration.ofHours(1);

  private final JavaRelease java;
  private final boolean wanted;
  private final Path file;
  private volatile boolean present;

  private StartupArchive(JavaRelease java, boolean wanted, Path file) {
    this.java = java;
    this.wanted = wanted;
    this.file = file;
    this.present = Files.isRegularFile(file);
  }

  /**
   * {@return the archive for such workers, present or not yet}
   *
   * @param java that runs them
   * @param wanted whether there should be one at all
   * @param directory where it lies
   * @param fit all that an archive depends on but the Java release
   */
  static StartupArchive of(JavaRelease java, boolean wanted, Path directory, String fit) {
    String key =
        ContentKey.of(
            java.identity().getBytes(StandardCharsets.UTF_8), fit.getBytes(StandardCharsets.UTF_8));
    boolean possible = wanted && java.feature() >= OLDEST;
    String extension = java.feature() >= AOT_CACHE_SINCE ? ".aot" : ".jsa";
    return new StartupArchive(java, possible, directory.resolve("start-" + key + extension));
  }

  JavaRelease java() {
    return java;
  }

  /** {@return whether it is worth while to make the archive} */
  boolean isMissing() {
    return wanted && !present;
  }

  /** {@return the JVM's options to start with the archive; none while there is none} */
  List<String> useOptions() {
    if (!wanted || !present) {
      return List.of();
    }
    return List.of((usesAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
  }

  /** {@return the JVM's options to write an archive at its end} */
  List<String> makeOptions(Path temporary) {
    return List.of(
        (usesAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + temporary);
  }

  /** {@return a name for an archive that is being made} */
  Path temporary() throws IOException {
    deleteLeftOver();
    Path empty = Files.createTempFile(file.getParent(), UNFINISHED, "");
    Files.delete(empty);
    return empty;
  }

  /** What a process left that was killed while it made an archive. */
  private void deleteLeftOver() throws IOException {
    Instant limit = Instant.now().minus(LEFT_OVER_AFTER);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(file.getParent(), UNFINISHED + "*")) {
      for (Path unfinished : files) {
        if (Files.getLastModifiedTime(unfinished).toInstant().isBefore(limit)) {
          Files.deleteIfExists(unfinished);
        }
      }
    }
  }

  /** Takes over an archive that was made. {@return whether there was one} */
  boolean accept(Path temporary) throws IOException {
    if (!Files.isRegularFile(temporary) || Files.size(temporary) == 0) {
      return false;
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    present = true;
    return true;
  }

  private boolean usesAotCache() {
    return java.feature() >= AOT_CACHE_SINCE;
  }
}
