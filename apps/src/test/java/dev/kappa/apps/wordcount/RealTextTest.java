package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kappa.apps.files.Scratch;
import dev.kappa.interpreter.CurrentStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of word count, one after the other, against the tools that every Unix has. */
class RealTextTest {
  private static final Path TEXT = Path.of("data", "kjv.txt");

  /** Counts in ASCII, which is all that the text has. */
  private static final String UNIX =
      "tr -cs 'A-Za-z0-9_' '\\n' | tr A-Z a-z | grep -E '^.{3,}$' | sort | uniq -c"
          + " | sed -E 's/^ *([0-9]+) (.*)$/\\2\\t\\1/'";

  @TempDir private Path directory;

  @AfterEach
  void endStep() {
    CurrentStep.set(null);
  }

  @Test
  void countsAreThoseOfSortAndUniq() throws Exception {
    assumeThat(Path.of("/bin/sh")).exists();
    CurrentStep.set(new FakeStep("run", 1, directory));

    WordCount.Result result = count(7, 3, 500);

    assertThat(Files.readAllLines(Path.of(result.counts()))).isEqualTo(countedByUnix());
  }

  @Test
  void countsDoNotDependOnTheNumberOfTasks() throws IOException {
    CurrentStep.set(new FakeStep("run", 1, directory));

    WordCount.Result one = count(1, 1, Combiner.MOST_WORDS);
    byte[] lines = Files.readAllBytes(Path.of(one.counts()));

    assertThat(count(50, 7, 100)).isEqualTo(one);
    assertThat(Path.of(one.counts())).hasBinaryContent(lines);
  }

  private WordCount.Result count(int mappers, int reducers, int most) throws IOException {
    List<Shard> shards = Corpus.split(TEXT.toString(), mappers);
    Scratch.beside(null).create();
    return CountsFile.write(
        Scratch.beside(null), CountedFiles.map(shards, reducers, most, directory), null);
  }

  private List<String> countedByUnix() throws IOException, InterruptedException {
    Path output = directory.resolve("expected");
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", UNIX);
    shell.environment().put("LC_ALL", "C");
    shell.redirectInput(TEXT.toFile()).redirectOutput(output.toFile());
    Process process = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllLines(output);
  }
}
