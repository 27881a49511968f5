package dev.kappa.apps.wordcount;

import dev.kappa.StepContext;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the file of all counts. */
final class CountsFile {
  private CountsFile() {}

  /**
   * Writes the sum of {@code parts}, which are files of {@link SortedCounts} in {@code scratch},
   * and adds it up.
   *
   * @param output the file; if null, one in the run's output directory
   */
  static WordCount.Result write(Scratch scratch, List<String> parts, @Nullable String output)
      throws IOException {
    String name = "word-count-" + StepContext.current().runId() + ".tsv";
    OutputFile file = OutputFile.of(output, name);
    try (SortedCounts.Readers readers = new SortedCounts(scratch).read(parts)) {
      Tally tally = file.write(out -> writeLines(out, new Merge(readers.all)));
      return tally.result(file.place());
    }
  }

  private static Tally writeLines(OutputStream out, Merge counts) throws IOException {
    Tally tally = new Tally();
    while (counts.hasNext()) {
      Count count = counts.next();
      tally.add(count);
      String line = count.word() + "\t" + count.count() + "\n";
      out.write(line.getBytes(StandardCharsets.UTF_8));
    }
    return tally;
  }
}
