package dev.kappa.coordinator.bench;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a report is written. Files of an earlier report are replaced, others left alone. */
public final class ReportDirectory {
  private final Path path;

  private ReportDirectory(Path path) {
    this.path = path;
  }

  /**
   * {@return the directory at {@code path}, which is made if it is not there}
   *
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if nothing can be written there:
   *     it is better to know before anything is measured
   */
  public static ReportDirectory at(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      Files.delete(Files.createTempFile(absolute, "report", ".draft"));
      return new ReportDirectory(absolute);
    } catch (IOException e) {
      throw unwritable(absolute, e);
    }
  }

  /** {@return where a file of that name is, or will be} */
  Path file(String name) {
    Path file = path.resolve(name);
    if (!path.equals(file.normalize().getParent())) {
      throw new KappaException(
          ErrorCode.INTERNAL, "a file of the report is named '%s'".formatted(name));
    }
    return file;
  }

  /** Writes a file. */
  void write(String name, String text) {
    try {
      Files.writeString(file(name), text);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static KappaException unwritable(Path path, IOException e) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND,
        "--report: nothing can be written to %s: %s (expected: a directory, or a path where one can be made)"
            .formatted(path, e),
        e);
  }
}
