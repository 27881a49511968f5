package dev.kappa.apps.files;

import dev.kappa.StepContext;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file in a directory that all workers see.
 *
 * @param field the name of the input that has it, for an error's text
 */
public record LocalOutput(Path path, String field) implements OutputFile {
  /**
   * {@return the file that the running step writes}
   *
   * @param field the name of the input that has it, for the error's text
   * @param output its path
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if {@code output} is a directory,
   *     or no directory can be made for it
   */
  static LocalOutput of(String field, String output) throws IOException {
    Path file = at(field, output);
    if (Files.isDirectory(file)) {
      throw invalid(field, file, "it is a directory", null);
    }
    Path absolute = file.toAbsolutePath();
    try {
      Files.createDirectories(Objects.requireNonNull(absolute.getParent()));
    } catch (FileSystemException e) {
      throw invalid(field, file, "no directory can be made for it: " + Directories.why(e), e);
    }
    return new LocalOutput(absolute, field);
  }

  @Override
  public String place() {
    return path.toString();
  }

  /** Makes an empty draft. One that a killed worker leaves is deleted by the step that writes. */
  @Override
  public void check() throws IOException {
    Path draft = draft(StepContext.current().attempt());
    try {
      Files.write(draft, new byte[0]);
    } catch (FileSystemException e) {
      throw invalid(field, path, "no file can be made there: " + Directories.why(e, "it"), e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Writes the file by way of a draft beside it, and puts it on the disk. */
  @Override
  public <R> R write(Content<R> content) throws IOException {
    long attempt = StepContext.current().attempt();
    deleteEarlier(attempt);
    Path draft = draft(attempt);
    try {
      R result = writeDraft(draft, content);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      return result;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Path draft(long attempt) {
    return path.resolveSibling(drafts() + attempt);
  }

  private String drafts() {
    return "%s.%s.".formatted(path.getFileName(), StepContext.current().runId());
  }

  private static <R> R writeDraft(Path draft, Content<R> content) throws IOException {
    try (FileOutputStream bytes = new FileOutputStream(draft.toFile());
        OutputStream out = new BufferedOutputStream(bytes, 1 << 16)) {
      R result = content.writeTo(out);
      out.flush();
      bytes.getFD().sync();
      return result;
    }
  }

  /** Deletes what attempts before {@code attempt} left when their worker was killed. */
  private void deleteEarlier(long attempt) throws IOException {
    Path directory = path.getParent();
    String begin = drafts();
    try (Stream<Path> files = Files.list(Objects.requireNonNull(directory))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String number = name.startsWith(begin) ? name.substring(begin.length()) : "";
        if (number.matches("[0-9]{1,18}") && Long.parseLong(number) < attempt) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static Path at(String field, String output) {
    if (Storage.SCHEME.matcher(output).matches()) {
      throw invalid(field, output, "it is no path", null);
    }
    try {
      return Path.of(output);
    } catch (InvalidPathException e) {
      throw invalid(field, output, "it is no path", e);
    }
  }

  private static KappaException invalid(
      String field, Object output, String why, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.INVALID_INPUT,
        "%s: '%s': %s (expected: the name of a file that workers can write)"
            .formatted(field, output, why),
        cause);
  }
}
