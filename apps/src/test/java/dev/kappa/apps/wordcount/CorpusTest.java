package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @TempDir private Path directory;

  @Test
  void aDirectoryIsAllFilesBelowItInTheOrderOfTheirPaths() throws IOException {
    Files.createDirectories(directory.resolve("b/deep"));
    Files.writeString(directory.resolve("c.txt"), "three\n");
    Files.writeString(directory.resolve("b/deep/x.txt"), "two\n");
    Files.writeString(directory.resolve("a.txt"), "one");
    Files.createFile(directory.resolve("empty"));

    assertThat(Corpus.split(directory.toString(), 1)).hasSize(1);
    assertThat(Corpus.split(directory.toString(), 1).getFirst().ranges())
        .extracting(range -> Path.of(range.file()).getFileName().toString())
        .containsExactly("a.txt", "x.txt", "c.txt");
  }

  @Test
  void shardsOfARelativePathNameTheSameFileFromEverywhere() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "one");
    Path relative = Path.of("").toAbsolutePath().relativize(file);
    assertThat(Corpus.split(relative.toString(), 1).getFirst().ranges())
        .extracting(range -> Path.of(range.file()))
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

  private static void assertMissing(String path, String why) {
    assertThatThrownBy(() -> Corpus.split(path, 8))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
        .hasMessageContaining("'" + path + "'")
        .hasMessageContaining(why);
  }
}
