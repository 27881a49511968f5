package dev.kappa.coordinator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs that read these files check them, where they are installed. With {@code
 * -Dkappa.validators=required} it is a failure that one is not.
 */
final class ValidatorsIT {
  private static final long LIMIT_SECONDS = 300;
  private static final String REQUIRED = "required";
  private static final String WANTED = System.getProperty("kappa.validators", "installed");
  private static final String PLUGINS =
      Objects.requireNonNullElse(System.getenv("KAPPA_TERRAFORM_PLUGINS"), "");

  @TempDir private Path directory;

  @Test
  void modulesTextHasTheUsualForm() {
    needInstalled("terraform");
    call("terraform", "fmt", "-check", "-recursive", "-diff");
  }

  /**
   * The module with its example is valid, and plans with a played provider are as its tests say.
   */
  @Test
  void moduleIsValidAndItsOwnTestsPass() {
    needInstalled("terraform");
    need(
        !PLUGINS.isEmpty(),
        "KAPPA_TERRAFORM_PLUGINS names a directory with hashicorp/aws as terraform mirrors it");
    copyModule();
    String plugins = "-plugin-dir=" + PLUGINS;
    call("terraform", "-chdir=example", "init", "-backend=false", "-input=false", plugins);
    call("terraform", "-chdir=example", "validate");
    call("terraform", "init", "-backend=false", "-input=false", plugins);
    assertThat(call("terraform", "test", "-no-color")).contains("Success!", " 0 failed");
  }

  @Test
  void samTemplateFitsTheSchemasOfItsResources() {
    needInstalled("cfn-lint");
    call("cfn-lint", Template.path("sam/template.yaml").toAbsolutePath().toString());
  }

  @Test
  void unitOfSystemdIsUnderstood() throws IOException {
    needInstalled("systemd-analyze");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path unit = directory.resolve("kappa-coordinator.service");
    Files.writeString(
        unit,
        Template.text("systemd/kappa-coordinator.service")
            .replace("/usr/bin/java", java.toString()));
    assertThat(call("systemd-analyze", "verify", unit.toString()).lines())
        .as("what it says of the unit")
        .noneMatch(line -> line.contains("kappa-coordinator"));
  }

  private static void needInstalled(String program) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    need(
        Arrays.stream(path.split(File.pathSeparator, -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program))),
        program + " is on the path");
  }

  private static void need(boolean there, String what) {
    assertThat(WANTED).as("-Dkappa.validators").isIn("installed", REQUIRED);
    if (WANTED.equals(REQUIRED)) {
      assertThat(there).as(what + ", with -Dkappa.validators=" + REQUIRED).isTrue();
    }
    assumeThat(there).as(what).isTrue();
  }

  private void copyModule() {
    Path module = Template.path("terraform");
    try (Stream<Path> files = Files.walk(module)) {
      for (Path file : files.filter(file -> !file.toString().contains(".terraform")).toList()) {
        Path copy = directory.resolve(module.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      Files.writeString(directory.resolve("tests/application.jar"), "any");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String call(String... command) {
    try {
      Path output = Files.createTempFile(directory, "output", ".txt");
      boolean fmt = List.of(command).contains("fmt");
      Process process =
          new ProcessBuilder(command)
              .directory(fmt ? Template.path("terraform").toFile() : directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(output);
      assertThat(ended).as("%s ends: %s", List.of(command), text).isTrue();
      assertThat(process.exitValue()).as("%s: %s", List.of(command), text).isZero();
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
