package dev.kappa.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
  @TempDir private Path directory;

  @Test
  void eachTokenIsFoundWithItsNameAndRole() {
    Path file = directory.resolve("tokens");
    Token reader = TokenFile.add(file, "dashboard", Role.READ);
    Token admin = TokenFile.add(file, "ada", Role.ADMIN);
    try (TokenFile tokens = TokenFile.open(file)) {
      assertThat(tokens.find(reader.text())).contains(new Caller.Holder("dashboard", Role.READ));
      assertThat(tokens.find(admin.text())).contains(new Caller.Holder("ada", Role.ADMIN));
      assertThat(tokens.find(admin.text() + "x")).isEmpty();
      assertThat(tokens.find("")).isEmpty();
    }
  }

  @Test
  void fileHoldsNoTokenAndIsForItsOwnerAlone() throws IOException {
    Path file = directory.resolve("tokens");
    Token token = TokenFile.add(file, "ada", Role.RUN);
    assertThat(file).content().startsWith("ada run ").doesNotContain(token.text());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(token.toString()).doesNotContain(token.text());
  }

  @Test
  void tokenCountsFromTheNextReadingOnAndUntilItsLineIsGone() throws IOException {
    Path file = directory.resolve("tokens");
    Token old = TokenFile.add(file, "old", Role.RUN);
    try (TokenFile tokens = TokenFile.open(file)) {
      Token fresh = TokenFile.add(file, "fresh", Role.RUN);
      tokens.refresh();
      assertThat(tokens.find(fresh.text())).isPresent();
      assertThat(tokens.find(old.text())).isPresent();
      Files.writeString(file, "# rotated\n" + fresh.line("fresh", Role.READ) + "\n");
      tokens.refresh();
      assertThat(tokens.find(fresh.text())).contains(new Caller.Holder("fresh", Role.READ));
      assertThat(tokens.find(old.text())).isEmpty();
    }
  }

  @Test
  void whatWasReadLastStaysIfTheFileIsMalformedOrGone() throws IOException {
    Path file = directory.resolve("tokens");
    Token token = TokenFile.add(file, "ada", Role.RUN);
    try (TokenFile tokens = TokenFile.open(file)) {
      Files.writeString(file, "half a li");
      tokens.refresh();
      assertThat(tokens.find(token.text())).isPresent();
      Files.delete(file);
      tokens.refresh();
      assertThat(tokens.find(token.text())).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "ada run", "ada root HASH", "a/b run HASH", "ada run abc", "RUN"})
  void malformedLineIsToldByItsNumberAndNotRepeated(String text) throws IOException {
    Path file = directory.resolve("tokens");
    Files.writeString(file, "\n" + text.replace("HASH", "0".repeat(64)) + "\n");
    assertThatThrownBy(() -> TokenFile.open(file))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessage(
            "%s, line 2: expected: NAME read|run|admin HASH, as kappa token writes them", file);
  }

  @Test
  void nameIsTakenOnce() {
    Path file = directory.resolve("tokens");
    TokenFile.add(file, "ada", Role.RUN);
    assertThatThrownBy(() -> TokenFile.add(file, "ada", Role.READ))
        .hasMessageContaining("line 2: its name stands in a line above");
    assertThatThrownBy(() -> TokenFile.add(file, "a b", Role.READ))
        .hasMessageStartingWith("token 'a b' (expected: 1 to 64 letters");
    assertThat(file).content().hasLineCount(1);
  }

  @Test
  void fileThatIsNotThereIsTold() {
    assertThatThrownBy(() -> TokenFile.open(directory.resolve("none")))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
  }

  @Test
  void keysOfAStoreDifferByPurposeAndByStore() {
    Keys keys = Keys.of("secret");
    assertThat(keys).isEqualTo(Keys.of("secret"));
    assertThat(keys.peers()).isNotEqualTo(keys.signals()).isNotEqualTo(Keys.of("other").peers());
    assertThat(keys.toString()).doesNotContain(keys.peers(), keys.signals());
  }
}
