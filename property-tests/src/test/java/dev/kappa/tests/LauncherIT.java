package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.extent.OneMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code kappa} builds when it must, and only then. Maven is played by a script. */
@OneMode
final class LauncherIT {
  private static final Path PARENT = Path.of("kappa-lambda-handler/application-parent/pom.xml");

  @TempDir private Path directory;
  private Path project = Path.of("");
  private Path builds = Path.of("");
  private Path maven = Path.of("");

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectories(directory.resolve("project"));
    builds = Files.createFile(directory.resolve("builds"));
    Files.copy(
        Kappa.ROOT.resolve("kappa"), project.resolve("kappa"), StandardCopyOption.COPY_ATTRIBUTES);
    add(Path.of("pom.xml"), Kappa.ROOT.resolve("pom.xml"));
    add(PARENT, Kappa.ROOT.resolve(PARENT));
    add(Path.of("apps/target/kappa-apps.jar"), Kappa.APPS);
    add(
        Path.of("kappa-coordinator/target/kappa.jar"),
        Kappa.ROOT.resolve("kappa-coordinator/target/kappa.jar"));
    maven = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho \"$@\" >>'%s'\n".formatted(builds));
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void jarsThatMavenBuiltAreInstalledOnceBeforeTheFirstCall() throws Exception {
    assertThat(version()).startsWith("Kappa ");
    assertThat(Files.readAllLines(builds)).singleElement().asString().endsWith(" install");
    version();
    assertThat(Files.readAllLines(builds)).hasSize(1);
  }

  @Test
  void changedPomOfTheApplicationParentIsBuilt() throws Exception {
    version();
    Instant later = Instant.now().plusSeconds(60);
    Files.setLastModifiedTime(project.resolve(PARENT), FileTime.from(later));
    version();
    assertThat(Files.readAllLines(builds)).hasSize(2);
  }

  @Test
  void buildThatFailedIsDoneAgain() throws Exception {
    version();
    Files.createFile(project.resolve("target/kappa-build-unfinished"));
    version();
    version();
    assertThat(Files.readAllLines(builds)).hasSize(2);
  }

  @Test
  void buildThatFailsIsADocumentToo() throws Exception {
    Files.writeString(maven, "#!/bin/sh\necho no \\\"net\\\"; exit 1\n");
    Called called = call("list", "--json");
    assertThat(called.fails("KAPPA-507", 3).get("message").stringValue())
        .startsWith("the build failed");
    assertThat(called.err()).contains("no \"net\"");
  }

  @Test
  void directoryThatCannotBeWrittenToIsNamed() throws Exception {
    Path target = Files.createFile(project.resolve("target"));
    assertThat(call("list", "--json").fails("KAPPA-507", 3).get("message").stringValue())
        .contains(target.toString(), "can't be written to");
    assertThat(builds).isEmptyFile();
  }

  @Test
  void pathWithAnyCharacterIsWellFormedInTheDocument() throws Exception {
    project = Files.move(project, directory.resolve("a\tb\nc\\d\"e\u0001f"));
    Path target = Files.createFile(project.resolve("target"));
    assertThat(call("list", "--json").fails("KAPPA-507", 3).get("message").stringValue())
        .contains(target.toString().replace('\u0001', '?'));
  }

  private String version() throws Exception {
    return call("--version").exits(0).out();
  }

  private Called call(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("env"));
    Map<String, String> environment =
        Map.of(
            "PATH",
            directory.resolve("bin") + ":" + System.getenv("PATH"),
            "JAVA_HOME",
            System.getProperty("java.home"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(project.resolve("kappa").toString());
    command.addAll(List.of(arguments));
    try (Program program = Program.start(project, directory, command)) {
      return program.await();
    }
  }

  private void add(Path name, Path from) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.copy(from, file);
  }
}
