package dev.kappa.coordinator.platform.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of an application that runs of a data directory began with, or were moved to: a file
 * each. Those that no run needs any more are deleted, and of more than {@value #MOST} the ones that
 * were not started for longest. Safe for use by several threads and processes.
 */
public final class KeptJars {
  /** So many are kept, the present one included. */
  public static final int MOST = 16;

  private static final Logger LOG = LoggerFactory.getLogger(KeptJars.class);
  private static final String JAR = ".jar";
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final Path directory;

  /** Seen to be there: only {@link #keep} deletes some. */
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** In a directory, which need not be there yet. */
  public KeptJars(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Keeps a jar, unless it is kept already. It then counts as the one started last.
   *
   * @return its version
   * @throws IOException if it can't be read, or the directory can't be written to
   */
  public String add(Path jar) throws IOException {
    String version = JarVersion.of(jar);
    Path kept = file(version);
    if (!Files.isRegularFile(kept)) {
      return copy(jar);
    }
    Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
    return version;
  }

  /** A build may replace the jar meanwhile: the version is that of the copy. */
  private String copy(Path jar) throws IOException {
    Files.createDirectories(directory);
    Path partial = Files.createTempFile(directory, ".making-", "");
    try {
      Files.copy(jar, partial, StandardCopyOption.REPLACE_EXISTING);
      String version = JarVersion.of(partial);
      Files.move(partial, file(version), StandardCopyOption.ATOMIC_MOVE);
      return version;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** {@return whether a version is kept} */
  boolean has(String version) {
    if (seen.contains(version)) {
      return true;
    }
    boolean there = JarVersion.isOne(version) && Files.isRegularFile(file(version));
    if (there) {
      seen.add(version);
    }
    return there;
  }

  /** {@return whether one is kept that is not {@code version}} */
  boolean hasOthersThan(String version) {
    try {
      return newestFirst().stream().anyMatch(jar -> !jar.equals(file(version)));
    } catch (IOException e) {
      LOG.warn("{} can't be read: {}", directory, e.toString());
      return false;
    }
  }

  /** {@return where a version is, if it is kept} */
  Path file(String version) {
    return directory.resolve(version + JAR);
  }

  /** Deletes all but those that are needed, and of these the oldest if there are too many. */
  void keep(Set<String> needed) {
    try {
      List<Path> newestFirst = newestFirst();
      int kept = 0;
      for (Path jar : newestFirst) {
        String name = jar.getFileName().toString();
        String version = name.substring(0, name.length() - JAR.length());
        if ((needed.contains(version) || isFresh(jar)) && kept < MOST) {
          kept++;
        } else {
          seen.remove(version);
          Files.deleteIfExists(jar);
          LOG.info("version {} of the application is given up", version);
        }
      }
    } catch (IOException e) {
      LOG.warn("{}: versions that no run needs can't be deleted: {}", directory, e.toString());
    }
  }

  /** Runs may be about to be moved to it. */
  private static boolean isFresh(Path jar) throws IOException {
    return Files.getLastModifiedTime(jar).toInstant().isAfter(Instant.now().minus(FRESH));
  }

  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    record Dated(Path jar, FileTime time) {}
    List<Dated> jars = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*" + JAR)) {
      for (Path jar : all) {
        jars.add(new Dated(jar, Files.getLastModifiedTime(jar)));
      }
    }
    return jars.stream()
        .sorted(Comparator.comparing(Dated::time).reversed())
        .map(Dated::jar)
        .toList();
  }
}
