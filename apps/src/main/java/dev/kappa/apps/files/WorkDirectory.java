package dev.kappa.apps.files;

import dev.kappa.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory on this worker's disk, in which a step has files for programs that want paths. What a
 * killed step leaves is deleted when the run ends, by a worker of the same disk.
 */
public final class WorkDirectory implements AutoCloseable {
  private final Path directory;
  private final boolean own;

  private WorkDirectory(Path directory, boolean own) {
    this.directory = directory;
    this.own = own;
  }

  /** {@return one that other steps use, too, and that stays} */
  public static WorkDirectory shared(Path directory) {
    return new WorkDirectory(directory, false);
  }

  /** {@return an empty one, which is deleted when it is closed} */
  public static WorkDirectory ofStep() throws IOException {
    Path all = Files.createDirectories(ofRun());
    return new WorkDirectory(Files.createTempDirectory(all, "step-"), true);
  }

  private static Path ofRun() {
    StepContext step = StepContext.current();
    return step.outputDirectory().resolve("run-" + step.runId() + ".work");
  }

  /** Deletes what steps of the run left on this disk. */
  static void deleteOfRun() throws IOException {
    delete(ofRun());
  }

  /** {@return its path; it exists} */
  public Path directory() {
    return directory;
  }

  /** {@return the path of a file, which is made if it is not there, whole or not at all} */
  public Path keep(String name, Scratch.Placed<?> content) throws IOException {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      return file;
    }
    Path draft = Files.createTempFile(directory, name, ".draft");
    try {
      Object unused = content.writeTo(draft);
      return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public void close() throws IOException {
    if (own) {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
