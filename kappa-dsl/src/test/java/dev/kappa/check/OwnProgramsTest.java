package dev.kappa.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Programs that are known to work give no reports: those of this module's own tests. */
class OwnProgramsTest {
  private static final Path TESTS = Path.of("src", "test", "java", "dev", "kappa");
  private static final List<String> PACKAGES =
      List.of("interpreter", "local", "programs", "random");

  @Test
  void programsOfTheTestsGiveNoReports() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(TESTS)) {
      sources = files.filter(OwnProgramsTest::isProgram).toList();
    }
    assertThat(sources).hasSizeGreaterThan(20);
    try (var files =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      assertThat(Compiled.compile(files.getJavaFileObjectsFromPaths(sources)))
          .extracting(report -> report.getMessage(Locale.ROOT))
          .filteredOn(text -> text.contains("KAPPA-") || text.startsWith("Kappa:"))
          .isEmpty();
    }
  }

  private static boolean isProgram(Path file) {
    Path directory = TESTS.relativize(file).getName(0);
    return PACKAGES.contains(directory.toString())
        && file.toString().endsWith(".java")
        && !file.endsWith("package-info.java");
  }
}
