package dev.kappa.coordinator.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private static final String KEY = "A".repeat(43) + "=";

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("keys");
  }

  private List<String> ids() {
    return KeyFile.read(file()).stream().map(KeyEncryptionKey::id).toList();
  }

  @Test
  void lastKeyIsTheOneToWriteWithUnlessItIsAddedForReading() throws IOException {
    String first = KeyFile.add(file(), false);
    String second = KeyFile.add(file(), false);
    String third = KeyFile.add(file(), true);

    assertThat(ids()).containsExactly("file:" + second, "file:" + first, "file:" + third);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryContaining(path -> path.equals(file()));
    assertThat(directory.toFile().list()).containsExactly("keys");
  }

  @Test
  void remarksAndEmptyLinesAreLeft() throws IOException {
    Files.writeString(file(), "# ours\n\nmine " + KEY + "\n");
    assertThat(ids()).containsExactly("file:mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# none\n", "mine\n", "mine AAAA\n", "mine \u00e4\n", "a/b " + "A\n"})
  void whatIsNoFileOfKeysIsRefused(String text) throws IOException {
    Files.writeString(file(), text);
    assertThatThrownBy(() -> KeyFile.read(file()))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("expected: ");
  }

  @Test
  void nameThatComesTwiceIsRefusedWithItsLineAndNoKeyIsTold() throws IOException {
    Files.writeString(file(), "mine " + KEY + "\nmine " + KEY + "\n");
    assertThatThrownBy(() -> KeyFile.read(file()))
        .hasMessageContaining("line 2")
        .hasMessageNotContaining(KEY);
  }

  @Test
  void firstKeyIsNotForReadingOnly() {
    assertThatThrownBy(() -> KeyFile.add(file(), true)).hasMessageContaining("--reading");
    assertThat(file()).doesNotExist();
  }

  @Test
  void fileThatIsAbsentIsTold() {
    assertThatThrownBy(() -> KeyFile.read(file())).hasMessageContaining("can't be read");
  }

  @Test
  void sourcesAreReadAsTheyAreWrittenWithAbsolutePaths() {
    String arn = "kms:arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    assertThat(KeySources.parse("file:x/../keys").text())
        .isEqualTo("file:" + Path.of("keys").toAbsolutePath());
    String text = arn + ",kms:alias/old?endpoint=http%3A%2F%2F127.0.0.1%3A1,file:/keys,clear";
    assertThat(KeySources.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "keys", "file:", "clear", "clear,file:/keys", "kms:", "kms:a b", "file:/a,,"})
  void sourcesThatAreNoneAreRefused(String text) {
    assertThatThrownBy(() -> KeySources.parse(text))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("expected: file:PATH or kms:KEY");
  }
}
