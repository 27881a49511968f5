package dev.kappa.apps.files;

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
 * Files in a directory that all workers see. They are not forced to the disk: they are of use to
 * this run alone, and it looks for what it needs.
 */
record LocalScratch(Path directory) implements Scratch {
  private static final int BUFFER = 1 << 16;
  private static final int DELETIONS = 20;

  @Override
  public void create() throws IOException {
    Files.createDirectories(directory);
  }

  @Override
  public <R> R write(String name, Content<R> content) throws IOException {
    return place(
        name,
        draft -> {
          try (var out =
              new DataOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(draft), BUFFER))) {
            return content.writeTo(out);
          }
        });
  }

  @Override
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

  @Override
  public DataInputStream open(String name) throws IOException {
    try {
      return new DataInputStream(
          new BufferedInputStream(Files.newInputStream(directory.resolve(name)), BUFFER));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "%s is gone: another step wrote it (expected: workers that share %s, or an output in a bucket)"
              .formatted(e.getFile(), directory),
          e);
    }
  }

  @Override
  public DataInputStream openAmongMany(String name) throws IOException {
    return open(name);
  }

  /** None is torn on a local disk. */
  @Override
  public void append(String name, String line) throws IOException {
    Files.writeString(
        directory.resolve(name),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.APPEND);
  }

  @Override
  public List<String> lines(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** All steps of the run work in one place: so each finds what others have put there. */
  @Override
  public WorkDirectory work() {
    return WorkDirectory.shared(directory);
  }

  @Override
  public Path fetched(String name, WorkDirectory work) {
    return directory.resolve(name);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
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
    WorkDirectory.deleteOfRun();
  }
}
