package dev.kappa.apps.tpcds;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.trino.tpcds.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tables at one scale: a directory for each, with numbered Parquet files, and a manifest that
 * says how many there are. It is there only when all of them are.
 */
record DataSet(Path directory) {
  private static final String MANIFEST = "manifest";
  private static final String WORK = "work";

  Path file(String table, int number) {
    return directory.resolve(table).resolve("%05d.parquet".formatted(number));
  }

  /** {@return where files are before they are whole} */
  Path work() {
    return directory.resolve(WORK);
  }

  boolean isWhole() {
    return Files.isRegularFile(directory.resolve(MANIFEST));
  }

  /** Says that the files of {@code pieces} are all that there are. */
  void complete(List<Piece> pieces) throws IOException {
    Map<String, Integer> numbers = new TreeMap<>();
    for (Piece piece : pieces) {
      for (Table table : Tables.family(piece.table())) {
        numbers.merge(table.getName(), 1, Integer::sum);
      }
    }
    List<String> lines = new ArrayList<>();
    numbers.forEach((table, number) -> lines.add(table + " " + number));
    Files.write(directory.resolve(MANIFEST), lines);
  }

  /**
   * {@return the files of a table}
   *
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if one of them is gone
   */
  List<Path> files(String table) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < number(table); i++) {
      Path file = file(table, i);
      if (!Files.isReadable(file)) {
        throw gone(file);
      }
      files.add(file);
    }
    return files;
  }

  int number(String table) throws IOException {
    Path manifest = directory.resolve(MANIFEST);
    try (Stream<String> lines = Files.lines(manifest)) {
      return lines
          .filter(line -> line.startsWith(table + " "))
          .findFirst()
          .map(line -> Integer.parseInt(line, table.length() + 1, line.length(), 10))
          .orElseThrow(() -> gone(directory.resolve(table)));
    } catch (NoSuchFileException e) {
      throw gone(manifest);
    }
  }

  /** {@return how many files there are, and how many bytes they have} */
  Generate.Result measured() throws IOException {
    long files = 0;
    long bytes = 0;
    for (String table : Tables.NAMES) {
      for (Path file : files(table)) {
        files++;
        bytes += Files.size(file);
      }
    }
    return new Generate.Result(directory.toString(), files, bytes);
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
}
