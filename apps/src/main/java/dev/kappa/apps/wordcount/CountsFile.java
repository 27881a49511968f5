package dev.kappa.apps.wordcount;

import dev.kappa.StepContext;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the file of all counts. */
final class CountsFile {
  private CountsFile() {}

  /**
   * Writes the sum of {@code parts} and adds it up. The file appears whole or not at all, and under
   * the same name when the step is run again. Runs may write to one file: the last one to end wins.
   *
   * @param output the file; if null, one in the run's output directory
   */
  static WordCount.Result write(List<Part> parts, @Nullable String output) throws IOException {
    Path file = file(output);
    StepContext context = StepContext.current();
    String drafts = "%s.%s.".formatted(file.getFileName(), context.runId());
    deleteEarlier(file.resolveSibling(drafts), context.attempt());
    Path draft = file.resolveSibling(drafts + context.attempt());
    try {
      Tally tally = writeLines(draft, new Merge(parts));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      return tally.result(file.toString());
    } finally {
      Files.deleteIfExists(draft);
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

  private static Path file(@Nullable String output) throws IOException {
    StepContext context = StepContext.current();
    Path file =
        output == null
            ? context.outputDirectory().resolve("word-count-" + context.runId() + ".tsv")
            : Path.of(output);
    if (Files.isDirectory(file)) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.output: '" + file + "' is a directory (expected: the name of a file in it)");
    }
    Path absolute = file.toAbsolutePath();
    if (absolute.getParent() != null) {
      Files.createDirectories(absolute.getParent());
    }
    return absolute;
  }

  private static Tally writeLines(Path draft, Merge counts) throws IOException {
    Tally tally = new Tally();
    try (FileOutputStream bytes = new FileOutputStream(draft.toFile());
        var lines = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      while (counts.hasNext()) {
        Count count = counts.next();
        tally.add(count);
        lines.write(count.word() + "\t" + count.count() + "\n");
      }
      lines.flush();
      bytes.getFD().sync();
    }
    return tally;
  }
}
