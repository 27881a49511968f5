package dev.kappa.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.codec.lambda.StepTable;
import io.vavr.Function1;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's jar is given tables of its steps. */
class StepTablesTest {
  private static final String TABLE = StepTable.resource(Steps.class.getName().replace('.', '/'));

  @TempDir private Path directory;

  /** Has a lambda that can be stored. */
  static final class Steps {
    private Steps() {}

    static Function1<Integer, Integer> next() {
      return x -> x + 1;
    }
  }

  private Path jar(String name, Class<?>... classes) throws IOException {
    Path file = directory.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Class<?> type : classes) {
        String path = type.getName().replace('.', '/') + ".class";
        JarEntry entry = new JarEntry(path);
        entry.setTime(1_700_000_000_000L);
        out.putNextEntry(entry);
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
          in.transferTo(out);
        }
      }
    }
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    return file;
  }

  private static List<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        Stream<JarEntry> entries = file.stream()) {
      return entries.map(JarEntry::getName).toList();
    }
  }

  @Test
  void eachClassWithLambdasThatCanBeStoredHasATable() throws IOException {
    Path jar = jar("app.jar", Steps.class, StepTablesTest.class);
    assertThat(StepTables.addTo(jar)).isEqualTo(1);
    assertThat(names(jar))
        .contains(TABLE)
        .filteredOn(name -> name.startsWith(StepTable.DIRECTORY + "/"))
        .hasSize(2);
  }

  @Test
  void secondTimeMakesTheSameJar() throws IOException {
    Path jar = jar("app.jar", Steps.class);
    StepTables.addTo(jar);
    List<String> names = names(jar);
    StepTables.addTo(jar);
    assertThat(names(jar)).isEqualTo(names);
  }

  @Test
  void sameClassesMakeTheSameBytes() throws IOException {
    Path one = jar("one.jar", Steps.class);
    Path two = jar("two.jar", Steps.class);
    StepTables.addTo(one);
    StepTables.addTo(two);
    assertThat(two).hasSameBinaryContentAs(one);
  }

  @Test
  void jarThatHasNoSuchClassStaysWithoutTables() throws IOException {
    Path jar = jar("app.jar", StepTables.class);
    assertThat(StepTables.addTo(jar)).isZero();
  }
}
