package dev.kappa.apps.files;

import dev.kappa.StepContext;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that the steps of one run leave for each other, in a directory that all workers see. They
 * are not forced to the disk: they are of use to this run alone, and it looks for what it needs.
 */
public record Scratch(Path directory) {
  private static final int BUFFER = 1 << 16;
  private static final int DELETIONS = 20;

  /** {@return the files of the run whose step runs on this thread} */
  public static Scratch current() {
    StepContext context = StepContext.current();
    return new Scratch(context.outputDirectory().resolve("run-" + context.runId() + ".parts"));
  }

  /** Writes one file. */
  @FunctionalInterface
  public interface Content<R> {
    /** Writes all of it, and gives what the step gives. */
    R writeTo(DataOutputStream out) throws IOException;
  }

  /** Makes the directory. Only the first step does: nothing comes back when it was deleted. */
  public void create() throws IOException {
    Files.createDirectories(directory);
  }

  /** Writes a file. It appears whole or not at all. */
  public <R> R write(String name, Content<R> content) throws IOException {
    Path draft = Files.createTempFile(directory, name, ".draft");
    try {
      R result;
      try (var out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft), BUFFER))) {
        result = content.writeTo(out);
      }
      Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return result;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Writes one file by its path. */
  @FunctionalInterface
  public interface Placed<R> {
    /** Writes all of it, and gives what the step gives. */
    R writeTo(Path draft) throws IOException;
  }

  /** As {@link #write}, for a writer that opens its file by itself, as engines do. */
  public <R> R place(String name, Placed<R> content) throws IOException {
    Path draft = Files.createTempFile(directory, name, ".draft");
    try {
      R result = content.writeTo(draft);
      Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return result;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * {@return a file, to be read from its beginning}
   *
   * @throws IOException if it is not there, which says that workers do not share their directory
   */
  public DataInputStream open(String name) throws IOException {
    try {
      return new DataInputStream(
          new BufferedInputStream(Files.newInputStream(directory.resolve(name)), BUFFER));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "%s is gone: another step wrote it (expected: workers that share %s)"
              .formatted(e.getFile(), directory),
          e);
    }
  }

  /** Adds a line to a file to which several workers may add: none is torn on a local disk. */
  public void append(String name, String line) throws IOException {
    Files.writeString(
        directory.resolve(name),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.APPEND);
  }

  /** {@return the lines of a file; none if it is not there} */
  public List<String> lines(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Deletes a file, if it is there. */
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  /**
   * Deletes all of them with the directory, if it is there. When a run fails, others of its steps
   * may still write: after some tries what they leave stays, and the failure is told.
   */
  public void deleteAll() throws IOException {
    for (int tries = 0; tries < DELETIONS && Files.isDirectory(directory); tries++) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        Thread.onSpinWait();
      }
    }
  }
}
