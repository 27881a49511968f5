package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What README tells a user to write is built by Maven far from here, and runs. */
final class UserProjectIT {
  private static final Path EXAMPLE = Kappa.ROOT.resolve("docs/examples/greeting");

  @TempDir private Path directory;

  @Test
  void readmeShowsTheFilesOfTheExample() throws Exception {
    String readme = Files.readString(Kappa.ROOT.resolve("README.md"));
    for (Path file : sources()) {
      String language = file.toString().endsWith(".xml") ? "xml" : "java";
      assertThat(readme)
          .contains(
              "`%s`:\n\n```%s\n%s```\n"
                  .formatted(EXAMPLE.relativize(file), language, Files.readString(file)));
    }
    assertThat(Files.readAllLines(EXAMPLE.resolve("pom.xml"))).hasSizeLessThanOrEqualTo(30);
  }

  @Test
  void exampleIsBuiltAndRun() throws Exception {
    Path project = copied();
    try (Kappa kappa = Kappa.onNewData()) {
      Called built = build(kappa, project);
      assertThat(built.out()).contains("Tests run: 2, Failures: 0, Errors: 0");
      Path jar = project.resolve("target/greeting.jar");
      assertThat(jar).isRegularFile();

      Called called =
          kappa.script("run", "--jar", jar.toString(), "greeting", "--input", "{\"name\":\"Ada\"}");
      assertThat(called.exits(0).out())
          .isEqualTo("[\"Hello, Ada!\",\"Bonjour, Ada!\",\"Ciao, Ada!\"]\n");
      assertThat(called.err()).contains("SUCCEEDED", "4 tasks");

      JsonNode error =
          kappa
              .script("run", "--jar", jar.toString(), "greeting", "--input", "{}", "--json")
              .fails("KAPPA-102", 1);
      assertThat(error.get("message").stringValue())
          .isEqualTo("input.name: expected a string, found nothing");
    }
  }

  private Called build(Kappa kappa, Path project) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
            "--batch-mode",
            "-Dmaven.repo.local="
                + LocalRepository.withThisBuild(kappa.data().resolve("repository")),
            "package");
    try (Program maven = Program.start(project, kappa.data(), command)) {
      return maven.await().exits(0);
    }
  }

  private Path copied() throws IOException {
    Path project = directory.resolve("greeting");
    for (Path file : sources()) {
      Path copy = project.resolve(EXAMPLE.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    return project;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.startsWith(EXAMPLE.resolve("target")))
          .toList();
    }
  }
}
