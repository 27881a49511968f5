package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.wordcount.Count;
import dev.kappa.apps.wordcount.WordCount;
import dev.kappa.error.ErrorCode;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.RunError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole workflow in this JVM, also with a crash at every place. */
final class WordCountTest {
  @TempDir private Path directory = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void writeTexts() throws IOException {
    output = directory.resolve("counts");
    Files.writeString(directory.resolve("one.txt"), "the cat\nand the dog\nand the ant\n");
    Files.writeString(directory.resolve("two.txt"), "The DOG and\nthe Ünder_1 it");
    Files.writeString(directory.resolve("none.md"), "nothing of this");
  }

  @Test
  void countsAreRightWhateverDies() {
    KappaTest.of(WordCount::count, input("*.txt", null))
        .everyCrash()
        .check(
            run -> {
              assertThat(run.result().total()).isEqualTo(13);
              assertThat(run.result().distinct()).isEqualTo(6);
              assertThat(run.result().top())
                  .startsWith(new Count("the", 5), new Count("and", 3), new Count("dog", 2));
              assertThat(output).hasContent("and\t3\nant\t1\ncat\t1\ndog\t2\nthe\t5\nünder_1\t1\n");
            });
  }

  @Test
  void thePictureHasEachStepOfEachTask() throws IOException {
    Path timeline = directory.resolve("run.svg");
    Run<WordCount.Result> run = KappaTest.run(WordCount::count, input("*.txt", timeline));
    assertThat(run.result().total()).isEqualTo(13);
    List<String> bars =
        Files.readAllLines(timeline).stream().filter(line -> line.contains("<title>")).toList();
    assertThat(bars.stream().filter(bar -> bar.contains("<title>map, "))).hasSize(3);
    assertThat(bars.stream().filter(bar -> bar.contains("<title>reduce, "))).hasSize(2);
    assertThat(bars.stream().filter(bar -> bar.contains("<title>write, "))).hasSize(1);
    assertThat(bars).noneMatch(bar -> bar.contains("cut off"));
  }

  @Test
  void oneFileThatIsNoUtf8FailsTheRunAndNothingIsWritten() throws IOException {
    Files.write(directory.resolve("bad.txt"), new byte[] {'a', 'b', (byte) 0xff});
    RunError error = KappaTest.run(WordCount::count, input("*.txt", null)).error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(error.message()).contains("bad.txt, byte 2: not UTF-8");
    assertThat(output).doesNotExist();
  }

  private WordCount.Input input(String files, @Nullable Path timeline) {
    return new WordCount.Input(
        directory + "/" + files,
        3,
        2,
        2,
        output.toString(),
        timeline == null ? null : timeline.toString());
  }
}
