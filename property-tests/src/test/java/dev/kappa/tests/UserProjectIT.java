package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.extent.OneMode;
import dev.kappa.tests.extent.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What README tells a user to write is built by Maven far from here, and runs. */
@OneMode
final class UserProjectIT {
  private static final Path EXAMPLE = Kappa.ROOT.resolve("docs/examples/greeting");

  /**
   * What they are is in docs/deploying.md; half as much again is a dependency to be asked about.
   */
  private static final long MOST_BYTES = 7_200_000;

  private static final long MOST_BYTES_WITH_BUCKETS = 23_800_000;

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
      Called built = maven(kappa, project, List.of("package"));
      assertThat(built.out()).contains("Tests run: 2, Failures: 0, Errors: 0");
      Path jar = project.resolve("target/greeting.jar");
      assertThat(jar).isRegularFile();
      assertHasTable(jar);
      assertSmall(jar, MOST_BYTES);

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

  @Test
  @Thorough
  void clientOfBucketsMakesTheJarNoLargerThanItsPageSays() throws Exception {
    Path project = copied();
    Path pom = project.resolve("pom.xml");
    String dependency =
        Page.of(Kappa.ROOT.resolve("docs/deploying.md")).blocks("xml").stream()
            .filter(block -> block.contains("<artifactId>kappa-s3</artifactId>"))
            .findFirst()
            .orElseThrow();
    Files.writeString(
        pom,
        Files.readString(pom)
            .replace(
                "</project>", "<dependencies>\n" + dependency + "</dependencies>\n</project>"));
    try (Kappa kappa = Kappa.onNewData()) {
      maven(kappa, project, List.of("package", "-DskipTests"));
    }
    assertSmall(project.resolve("target/greeting.jar"), MOST_BYTES_WITH_BUCKETS);
  }

  @Test
  void imageOfACoordinatorHasTheProgramAndTheApplicationAndStarts() throws Exception {
    Path project = copied();
    try (Kappa kappa = Kappa.onNewData()) {
      maven(
          kappa,
          project,
          List.of(
              "package",
              "jib:buildTar",
              "-Dimage=greeting:1",
              // Without the Java that it is based on, which would come from a registry.
              "-Djib.from.image=scratch",
              "-DskipTests"));
      Image image = Image.unpack(project.resolve("target/jib-image.tar"), directory);
      assertThat(image.files()).containsExactly("app/classpath/greeting.jar", "app/kappa.jar");
      assertThat(image.arguments()).containsExactly("coordinator");
      assertThat(image.user()).isEqualTo("10001:10001");
      assertThat(image.volumes()).containsExactly("/tmp");
      assertThat(image.workingDirectory()).isEqualTo("/tmp");
      assertThat(image.environment()).contains("HOME=/tmp");

      List<String> command = image.commandHere();
      command.addAll(List.of("run", "greeting", "--input", "{\"name\":\"Ada\"}"));
      command.addAll(List.of("--data", kappa.data().toString()));
      try (Program program = Program.start(directory, kappa.data(), command)) {
        assertThat(program.await().exits(0).out())
            .isEqualTo("[\"Hello, Ada!\",\"Bonjour, Ada!\",\"Ciao, Ada!\"]\n");
      }
    }
  }

  @Test
  void projectWithoutTheParentIsBuiltAsItsPageSays() throws Exception {
    Path page = Kappa.ROOT.resolve("docs/own-project.md");
    Path project = copied();
    Files.delete(project.resolve("src/test/java/com/example/GreetingTest.java"));
    String pom =
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>greeting</artifactId>
          <version>1</version>
        %s
        </project>
        """
            .formatted(Page.of(page).blocks("xml").get(0));
    Files.writeString(project.resolve("pom.xml"), pom);
    try (Kappa kappa = Kappa.onNewData()) {
      // Without the parent nothing looks for a JDK: Maven's own is taken.
      maven(
          kappa,
          project,
          List.of("package"),
          "env",
          "JAVA_HOME=" + System.getProperty("java.home"));
      String jar = project.resolve("target/greeting-1.jar").toString();
      assertHasTable(Path.of(jar));
      assertThat(
              kappa
                  .call("run", "--jar", jar, "greeting", "--input", "{\"name\":\"Ada\"}")
                  .exits(0)
                  .out())
          .isEqualTo("[\"Hello, Ada!\",\"Bonjour, Ada!\",\"Ciao, Ada!\"]\n");
    }
  }

  @Test
  void archetypeMakesTheExampleByTheCommandOfReadme() throws Exception {
    String readme = Files.readString(Kappa.ROOT.resolve("README.md"));
    int from = readme.indexOf("mvn -B org.apache.maven.plugins:maven-archetype-plugin");
    String command = readme.substring(from, readme.indexOf("```", from));
    List<String> words = List.of(command.strip().split("[\\s\\\\]+"));
    assertThat(words.getFirst()).isEqualTo("mvn");
    try (Kappa kappa = Kappa.onNewData()) {
      maven(kappa, directory, words.subList(1, words.size()));
    }
    assertThat(textsIn(directory.resolve("greeting"))).isEqualTo(textsIn(EXAMPLE));
  }

  /** {@return the files of a project, and what is in them} */
  private static Map<String, String> textsIn(Path project) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : filesOf(project)) {
      texts.put(project.relativize(file).toString(), Files.readString(file));
    }
    return texts;
  }

  private static void assertSmall(Path jar, long most) throws IOException {
    long bytes = Files.size(jar);
    System.out.println("%s: %,d bytes".formatted(jar, bytes));
    assertThat(bytes).as("bytes of %s", jar).isLessThanOrEqualTo(most);
  }

  /** What the build has calculated of the lambdas in it. */
  private static void assertHasTable(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.getEntry("META-INF/kappa/steps/com.example.Greeting")).isNotNull();
    }
  }

  /** Maven, with what this build has made, and where {@code before} is before its name. */
  private static Called maven(Kappa kappa, Path project, List<String> wanted, String... before)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
    command.add("--batch-mode");
    command.add(
        "-Dmaven.repo.local=" + LocalRepository.withThisBuild(kappa.data().resolve("repository")));
    command.addAll(wanted);
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
    return filesOf(EXAMPLE);
  }

  private static List<Path> filesOf(Path project) throws IOException {
    try (Stream<Path> files = Files.walk(project)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.startsWith(project.resolve("target")))
          .toList();
    }
  }
}
