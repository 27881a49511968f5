package dev.kappa.apps.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {
  @TempDir private Path directory;

  @Test
  void namesGoOnFromWhatWasGiven() throws IOException {
    Files.createDirectories(directory.resolve("b"));
    Files.writeString(directory.resolve("b/x"), "1");
    Files.writeString(directory.resolve("b.y"), "22");

    assertThat(list(directory.toString()).files())
        .extracting(DataFile::toString, DataFile::size)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(directory + "/b.y", 2L),
            org.assertj.core.groups.Tuple.tuple(directory + "/b/x", 1L));
    assertThat(list(directory + "/b/").files())
        .extracting(DataFile::toString)
        .containsExactly(directory + "/b/x");
    assertThat(list(directory + "/b/x").single()).isTrue();
  }

  @Test
  void linksBelowADirectoryAreNotFollowed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "1");
    Files.createSymbolicLink(directory.resolve("link"), file);
    Files.createSymbolicLink(directory.resolve("loop"), directory);

    assertThat(list(directory.toString()).files()).hasSize(1);
    assertThat(list(directory + "/link").single()).isTrue();
    assertThat(list(directory + "/loop").files()).hasSize(1);
  }

  @Test
  void namesThatAreNoTextAreKeptAsTheirBytes() throws IOException {
    byte[] name = {'n', (byte) 0xff, ' ', '%', (byte) 0xc3, (byte) 0xa4};
    String uri = directory.toUri() + Percent.encode(name);
    Files.writeString(Path.of(URI.create(uri)), "text");

    DataFile file = list(directory.toString()).files().getFirst();

    assertThat(file.uri()).isEqualTo(uri);
    assertThat(file.nameBytes()).endsWith(name);
    assertThat(file.read(1, 3)).isEqualTo("ex".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aLocationInLettersOfTheWorldIsFoundInAnyLocale() throws IOException {
    String uri = directory.toUri() + Percent.encode("語.txt".getBytes(StandardCharsets.UTF_8));
    Files.writeString(Path.of(URI.create(uri)), "text");

    assertThat(list(directory + "/語.txt").files().getFirst().uri()).isEqualTo(uri);
  }

  /** The superuser may read all, and so can't see it. */
  @Test
  void whatMayNotBeReadIsNamedAndNothingIsLeftOut() throws IOException {
    Files.writeString(directory.resolve("open"), "1");
    Path closed = Files.writeString(directory.resolve("closed"), "2");
    Files.setPosixFilePermissions(closed, Set.of());
    assumeFalse(Files.isReadable(closed), "this user may read what nobody may");

    assertThatThrownBy(() -> list(directory.toString()))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
        .hasMessageContaining("can't read '" + closed + "': it may not be read by this user");
  }

  @Test
  void otherStoresAreRefusedByTheirScheme() {
    assertThatThrownBy(() -> Storage.of("gs://bucket/key"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining("'gs://bucket/key': nothing reads gs://");
  }

  private static Storage.Listing list(String location) throws IOException {
    return Storage.of(location).list(location);
  }
}
