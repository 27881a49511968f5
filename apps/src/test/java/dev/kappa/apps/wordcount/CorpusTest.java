package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.CurrentStep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @TempDir private Path directory;
  @TempDir private Path scratch;

  @BeforeEach
  void beginStep() {
    CurrentStep.set(new FakeStep("run", 1, scratch));
  }

  @AfterEach
  void endStep() {
    CurrentStep.set(null);
  }

  @Test
  void aDirectoryIsAllFilesBelowItInTheOrderOfTheirPaths() throws IOException {
    Files.createDirectories(directory.resolve("b/deep"));
    Files.writeString(directory.resolve("c.txt"), "three\n");
    Files.writeString(directory.resolve("b/deep/x.txt"), "two\n");
    Files.writeString(directory.resolve("a.txt"), "one");
    Files.createFile(directory.resolve("empty"));

    assertThat(Corpus.split(directory.toString(), 1)).hasSize(1);
    assertThat(Corpus.split(directory.toString(), 1).getFirst().ranges())
        .extracting(range -> path(range).getFileName().toString())
        .containsExactly("a.txt", "x.txt", "c.txt");
  }

  @Test
  void shardsOfARelativePathNameTheSameFileFromEverywhere() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "one");
    Path relative = Path.of("").toAbsolutePath().relativize(file);
    assertThat(Corpus.split(relative.toString(), 1).getFirst().ranges())
        .extracting(CorpusTest::path)
        .allSatisfy(
            named -> {
              assertThat(named).isAbsolute();
              assertThat(Files.isSameFile(named, file)).isTrue();
            });
  }

  @Test
  void anEmptyDirectoryIsNoShards() throws IOException {
    assertThat(Corpus.split(directory.toString(), 8)).isEmpty();
  }

  @Test
  void aMissingPathIsNamed() {
    assertMissing(directory.resolve("none").toString(), "there is no such file");
  }

  @Test
  void whatIsNeitherFileNorDirectoryIsRefused() {
    assertMissing("/dev/null", "neither a file nor a directory");
  }

  @Test
  void whatIsNoPathAtAllIsRefused() {
    assertMissing("a\0b", "no path");
  }

  @Test
  void wildcardsTakeWhatMatchesBelowTheirDirectory() throws IOException {
    Files.createDirectories(directory.resolve("b/deep"));
    Files.writeString(directory.resolve("c.txt"), "three\n");
    Files.writeString(directory.resolve("b/deep/x.txt"), "two\n");
    Files.writeString(directory.resolve("b/y.md"), "one");

    assertThat(names("**.txt")).containsExactly("x.txt", "c.txt");
    assertThat(names("b/*")).containsExactly("y.md");
    assertThat(names("b/{deep/x,y}.*")).containsExactly("x.txt", "y.md");
    assertMissing(directory + "/b/*.txt", "no file below '" + directory + "/b' matches");
    assertMissing(directory + "/none/*.txt", "there is no directory");
  }

  private List<String> names(String pattern) throws IOException {
    return Corpus.split(directory + "/" + pattern, 1).getFirst().ranges().stream()
        .map(range -> path(range).getFileName().toString())
        .toList();
  }

  private static Path path(Range range) {
    return Path.of(URI.create(range.file().uri()));
  }

  private static void assertMissing(String path, String why) {
    assertThatThrownBy(() -> Corpus.split(path, 8))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
        .hasMessageContaining("'" + path + "'")
        .hasMessageContaining(why);
  }
}
