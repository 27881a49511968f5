package dev.kappa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The project as the script {@code kappa} leaves it when it has built: the script itself, links to
 * the modules, and the stamp. So the script does not build while tests use what was built.
 */
final class BuiltCopy {
  private static final List<String> LINKS =
      List.of("pom.xml", "kappa-dsl", "kappa-lambda-handler", "kappa-coordinator", "apps");

  private BuiltCopy() {}

  /** {@return {@code copy}, made of {@code project} if it is not there yet} */
  static Path of(Path project, Path copy) {
    try {
      if (!Files.exists(copy)) {
        Files.createDirectories(copy.resolve("target"));
        for (String name : LINKS) {
          Files.createSymbolicLink(copy.resolve(name), project.resolve(name));
        }
        Files.copy(
            project.resolve("kappa"), copy.resolve("kappa"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(copy.resolve("target/kappa-built"));
      }
      return copy;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
