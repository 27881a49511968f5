package dev.kappa.apps.tpcds;

import dev.kappa.apps.files.WorkDirectory;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Data in a directory that all workers see: one for each table below it.
 *
 * @param directory its place, or that of a draft
 */
record LocalData(Path directory) implements DataSet {
  private static final String WORK = "work";

  Path file(String table, int number) {
    return directory.resolve(DataSet.name(table, number));
  }

  Path workPath() {
    return directory.resolve(WORK);
  }

  @Override
  public WorkDirectory work() {
    return WorkDirectory.shared(workPath());
  }

  @Override
  public boolean isWhole() {
    return Files.isRegularFile(directory.resolve(MANIFEST));
  }

  @Override
  public void add(String table, int number, Path part) throws IOException {
    Path file = file(table, number);
    Files.createDirectories(file.getParent());
    force(part);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void force(Path file) throws IOException {
    try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
      written.force(true);
    }
  }

  @Override
  public void complete(List<Listed> files) throws IOException {
    Path manifest = directory.resolve(MANIFEST);
    Files.write(manifest, new Manifest(files).bytes());
    force(manifest);
  }

  @Override
  public List<Path> files(String table, List<Integer> numbers, WorkDirectory work)
      throws IOException {
    List<Listed> listed = listed(table);
    List<Path> files = new ArrayList<>();
    for (int number : numbers) {
      Path file = readable(table, number);
      listed.get(number).require(file, file);
      files.add(file);
    }
    return files;
  }

  private Path readable(String table, int number) {
    Path file = file(table, number);
    if (!Files.isReadable(file)) {
      throw gone(file);
    }
    return file;
  }

  @Override
  public int number(String table) throws IOException {
    return listed(table).size();
  }

  private List<Listed> listed(String table) throws IOException {
    Path manifest = directory.resolve(MANIFEST);
    try {
      List<Listed> listed = Manifest.parse(Files.readAllBytes(manifest), manifest).of(table);
      if (listed.isEmpty()) {
        throw gone(directory.resolve(table));
      }
      return listed;
    } catch (NoSuchFileException e) {
      throw gone(manifest);
    }
  }

  @Override
  public Generate.Result measured() throws IOException {
    long files = 0;
    long bytes = 0;
    for (String table : Tables.NAMES) {
      for (Listed listed : listed(table)) {
        files++;
        bytes += Files.size(readable(table, listed.number()));
      }
    }
    return new Generate.Result(toString(), files, bytes);
  }

  /** Deletes all of it. What steps still write that go on is not deleted, nor is it seen. */
  void delete() throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private KappaException gone(Path what) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND,
        "%s: no such file, or not readable: the data in %s is not whole (expected: that workers share it; or delete it, and the next run makes it anew)"
            .formatted(what, directory));
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
