package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.apps.files.Scratch;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.CurrentStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountsFileTest {
  @TempDir private Path directory;

  @AfterEach
  void endStep() {
    CurrentStep.set(null);
  }

  @Test
  void linesAreSortedAndSumsAreGiven() throws IOException {
    CurrentStep.set(new FakeStep("run", 1, directory));

    WordCount.Result result = CountsFile.write(Scratch.beside(null), parts(), null);

    assertThat(Path.of(result.counts())).hasContent("ant\t2\nbee\t5\nzoo\t4\n").isAbsolute();
    assertThat(result.total()).isEqualTo(11);
    assertThat(result.distinct()).isEqualTo(3);
    assertThat(result.top())
        .containsExactly(new Count("bee", 5), new Count("zoo", 4), new Count("ant", 2));
  }

  @Test
  void aStepThatRunsAgainGivesTheSameFileAndLeavesNoOther() throws IOException {
    CurrentStep.set(new FakeStep("run", 1, directory));
    Path parts = directory.resolve("run-run.parts");
    WordCount.Result first = CountsFile.write(Scratch.beside(null), parts(), null);
    CurrentStep.set(new FakeStep("run", 2, directory));
    WordCount.Result second = CountsFile.write(Scratch.beside(null), parts(), null);

    assertThat(second).isEqualTo(first);
    assertThat(files()).containsExactlyInAnyOrder(Path.of(first.counts()), parts);
  }

  @Test
  void draftsOfEarlierAttemptsOfThisRunAreDeletedAndNoOthers() throws IOException {
    Path wanted = directory.resolve("counts.txt");
    for (String name : List.of("run.1", "run.2", "run.9", "run.x", "other.1")) {
      Files.createFile(directory.resolve("counts.txt." + name));
    }
    CurrentStep.set(new FakeStep("run", 3, directory));

    CountsFile.write(Scratch.beside(null), parts(), wanted.toString());

    assertThat(files())
        .map(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder(
            "run-run.parts",
            "counts.txt",
            "counts.txt.run.9",
            "counts.txt.run.x",
            "counts.txt.other.1");
  }

  @Test
  void draftsOfTwoRunsWithOneOutputDoNotMeet() throws IOException {
    Path wanted = directory.resolve("counts.txt");
    // Where the other run's draft must not be, nothing can be written.
    Files.createDirectory(directory.resolve("counts.txt.1"));
    Files.createDirectory(directory.resolve("counts.txt.other.1"));
    CurrentStep.set(new FakeStep("run", 1, directory));

    CountsFile.write(Scratch.beside(null), parts(), wanted.toString());

    assertThat(wanted).hasContent("ant\t2\nbee\t5\nzoo\t4\n");
  }

  @Test
  void theFileThatWasAskedForIsWrittenAndItsDirectoryMade() throws IOException {
    Path wanted = directory.resolve("new").resolve("counts.txt");
    CurrentStep.set(new FakeStep("run", 1, directory));

    assertThat(CountsFile.write(Scratch.beside(null), parts(), wanted.toString()).counts())
        .isEqualTo(wanted.toString());
    assertThat(wanted).isNotEmptyFile();
  }

  @Test
  void aDirectoryIsRefusedAsOutput() {
    CurrentStep.set(new FakeStep("run", 1, directory));

    assertThatThrownBy(() -> CountsFile.write(Scratch.beside(null), parts(), directory.toString()))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("input.output: '" + directory + "': it is a directory");
  }

  @Test
  void equalCountsAreRankedByWordAndTwentyAreKept() throws IOException {
    CurrentStep.set(new FakeStep("run", 1, directory));
    Map<String, Long> counts = new java.util.HashMap<>();
    for (int i = 0; i < 30; i++) {
      counts.put("word" + (char) ('a' + i % 26) + i, 7L);
    }

    List<Count> top =
        CountsFile.write(
                Scratch.beside(null), List.of(CountedFiles.part("all", sorted(counts))), null)
            .top();

    List<String> words = new ArrayList<>(counts.keySet());
    words.sort(null);
    assertThat(top).extracting(Count::word).isEqualTo(words.subList(0, 20));
  }

  private static List<Count> sorted(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> new Count(entry.getKey(), entry.getValue()))
        .sorted(Count.BY_WORD)
        .toList();
  }

  private static List<String> parts() throws IOException {
    return List.of(
        CountedFiles.part("one", List.of(new Count("ant", 2), new Count("zoo", 1))),
        CountedFiles.part("other", List.of(new Count("bee", 5), new Count("zoo", 3))));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }
}
