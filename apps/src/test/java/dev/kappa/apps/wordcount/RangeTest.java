package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeTest {
  @TempDir private Path directory;

  @Test
  void aTextOfManyBuffersKeepsItsLettersOfManyBytes() throws IOException {
    Path file = Files.writeString(directory.resolve("text"), "€uro 語語語 ".repeat(50_000));

    assertThat(words(new Range(CountedFiles.of(file), 0, Files.size(file))))
        .hasSize(100_000)
        .startsWith("uro", "語語語")
        .containsOnly("uro", "語語語");
  }

  @Test
  void onlyTheBytesOfTheRangeAreRead() throws IOException {
    Path file = Files.writeString(directory.resolve("text"), "one\ntwo\nthree\n");

    assertThat(words(new Range(CountedFiles.of(file), 4, 8))).containsExactly("two");
  }

  @Test
  void theEndOfARangeEndsAWord() throws IOException {
    Range range =
        new Range(CountedFiles.of(Files.writeString(directory.resolve("text"), "one")), 0, 3);
    List<String> words = new ArrayList<>();
    range.read(words::add);
    range.read(words::add);

    assertThat(words).containsExactly("one", "one");
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedWithFileAndOffset() throws IOException {
    byte[] text = ("x ".repeat(50_000) + "caf\u00e9 au lait").getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("latin1"), text);

    assertRefused(new Range(CountedFiles.of(file), 0, text.length), "byte 100003");
  }

  @Test
  void aLetterThatIsCutOffAtTheEndIsRefused() throws IOException {
    byte[] text = {'a', 'b', 'c', ' ', (byte) 0xe8, (byte) 0xaa};
    Path file = Files.write(directory.resolve("cut"), text);

    assertRefused(new Range(CountedFiles.of(file), 0, text.length), "byte 4");
  }

  @Test
  void aFileThatWasChangedMeanwhileIsAnError() throws IOException {
    Path file = Files.writeString(directory.resolve("text"), "one two");
    Range range = new Range(CountedFiles.of(file), 0, 7);
    Files.writeString(file, "one");

    assertThatThrownBy(() -> words(range))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " was changed since the run began");
  }

  @Test
  void aFileThatIsGoneIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("gone"), "one two");
    Range range = new Range(CountedFiles.of(file), 0, 7);
    Files.delete(file);

    assertThatThrownBy(() -> words(range))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
        .hasMessageContaining(file.toString());
  }

  private static void assertRefused(Range range, String where) {
    assertThatThrownBy(() -> words(range))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining(range.file() + ", " + where + ": not UTF-8");
  }

  private static List<String> words(Range range) throws IOException {
    List<String> words = new ArrayList<>();
    range.read(words::add);
    return words;
  }
}
