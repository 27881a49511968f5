package dev.kappa.apps.files;

import dev.kappa.StepContext;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file in a directory that all workers see. */
public record LocalOutput(Path path) implements OutputFile {
  /**
   * {@return the file that the running step writes}
   *
   * @param output its path; if null, {@code name} in the run's output directory
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if {@code output} is a directory
   */
  public static LocalOutput of(@Nullable String output, String name) throws IOException {
    Path file = output == null ? StepContext.current().outputDirectory().resolve(name) : at(output);
    if (Files.isDirectory(file)) {
      throw invalid(file + "' is a directory", null);
    }
    Path absolute = file.toAbsolutePath();
    if (absolute.getParent() != null) {
      Files.createDirectories(absolute.getParent());
    }
    return new LocalOutput(absolute);
  }

  @Override
  public String place() {
    return path.toString();
  }

  /** Writes the file by way of a draft beside it, and puts it on the disk. */
  @Override
  public <R> R write(Content<R> content) throws IOException {
    StepContext context = StepContext.current();
    String drafts = "%s.%s.".formatted(path.getFileName(), context.runId());
    deleteEarlier(path.resolveSibling(drafts), context.attempt());
    Path draft = path.resolveSibling(drafts + context.attempt());
    try {
      R result = writeDraft(draft, content);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      return result;
    } finally {
      Files.deleteIfExists(draft);
    }
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
  private static void deleteEarlier(Path drafts, long attempt) throws IOException {
    Path directory = drafts.toAbsolutePath().getParent();
    String begin = drafts.getFileName().toString();
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

  private static Path at(String output) {
    if (Storage.SCHEME.matcher(output).matches()) {
      throw invalid(output + "' is no path", null);
    }
    try {
      return Path.of(output);
    } catch (InvalidPathException e) {
      throw invalid(output + "' is no path", e);
    }
  }

  private static KappaException invalid(String what, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.INVALID_INPUT,
        "input.output: '" + what + " (expected: the name of a file that workers can write)",
        cause);
  }
}
