package dev.kappa.coordinator.platform.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes directories that appear whole or not at all. */
final class AtomicDirectory {
  private AtomicDirectory() {}

  /** Writes the content of a directory that no one else sees yet. */
  interface Content {
    void writeTo(Path directory) throws IOException;
  }

  /** Makes {@code target} unless another process is faster; then its work is taken. */
  static void make(Path target, Content content) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    Path temporary = Files.createTempDirectory(parent, ".making-");
    try {
      content.writeTo(temporary);
      moveOrYield(temporary, target);
    } finally {
      delete(temporary);
    }
  }

  private static void moveOrYield(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  /** Deletes {@code directory} with all that is in it, if it is there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
