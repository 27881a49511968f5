package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of an application are told apart by content, kept, and given up. */
class KeptJarsTest {
  @TempDir private Path directory;
  private KeptJars jars = new KeptJars(Path.of(""));

  @BeforeEach
  void make() {
    jars = new KeptJars(directory.resolve("versions"));
  }

  private Path jar(String content) throws IOException {
    Path jar = directory.resolve("app.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("a/A.class"));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  /** Nobody is about to use it. */
  private void age(String version, int minutes) throws IOException {
    Instant then = Instant.now().minus(Duration.ofMinutes(minutes));
    Files.setLastModifiedTime(jars.file(version), FileTime.from(then));
  }

  @Test
  void sameContentIsTheSameVersionWhenItIsBuiltAgain() throws IOException {
    String first = jars.add(jar("one"));
    String second = jars.add(jar("two"));
    assertThat(second).isNotEqualTo(first);
    Path again = jar("one");
    Files.setLastModifiedTime(again, FileTime.fromMillis(0));
    assertThat(JarVersion.of(again)).isEqualTo(first);
  }

  @Test
  void keptJarStaysWhenTheOriginalIsReplaced() throws IOException {
    String first = jars.add(jar("one"));
    jar("two");
    assertThat(JarVersion.of(jars.file(first))).isEqualTo(first);
    assertThat(new KeptJars(directory.resolve("versions")).has(first)).isTrue();
  }

  @Test
  void nameThatIsNoVersionIsNotThere() {
    assertThat(jars.has("../app")).isFalse();
    assertThat(jars.has("")).isFalse();
    assertThat(jars.has("0123456789abcdef01234567")).isFalse();
  }

  @Test
  void versionsThatNoRunNeedsAreGivenUp() throws IOException {
    String first = jars.add(jar("one"));
    String second = jars.add(jar("two"));
    assertThat(jars.hasOthersThan(second)).isTrue();
    age(first, 60);
    age(second, 60);
    jars.keep(Set.of(second));
    assertThat(jars.has(first)).isFalse();
    assertThat(jars.has(second)).isTrue();
    assertThat(jars.hasOthersThan(second)).isFalse();
  }

  @Test
  void versionThatWasJustAddedIsKept() throws IOException {
    String fresh = jars.add(jar("one"));
    jars.keep(Set.of());
    assertThat(jars.has(fresh)).isTrue();
  }

  @Test
  void oldestAreGivenUpWhereThereAreTooMany() throws IOException {
    Set<String> all = new HashSet<>();
    String oldest = "";
    for (int i = 0; i <= KeptJars.MOST; i++) {
      String version = jars.add(jar("version " + i));
      age(version, 1000 - i);
      oldest = i == 0 ? version : oldest;
      all.add(version);
    }
    jars.keep(all);
    assertThat(jars.has(oldest)).isFalse();
    assertThat(all).filteredOn(jars::has).hasSize(KeptJars.MOST);
  }
}
