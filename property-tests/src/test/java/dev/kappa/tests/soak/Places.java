package dev.kappa.tests.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where these tests keep their data, and what they print. */
final class Places {
  private Places() {}

  /** {@return a new directory} It is kept when the test fails. */
  static Path fresh(String name) throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "soak").toAbsolutePath());
    return Files.createTempDirectory(parent, name + "-");
  }

  /** Deletes all, unless {@code kappa.soak.keep} is set. */
  static void delete(Path directory) throws IOException {
    if (Boolean.getBoolean("kappa.soak.keep")) {
      System.out.println("kept: " + directory);
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Prints how it went. */
  static void report(SoakSettings settings, Findings findings) {
    System.out.printf("%n%s%n%s%n", settings, findings.text());
  }
}
