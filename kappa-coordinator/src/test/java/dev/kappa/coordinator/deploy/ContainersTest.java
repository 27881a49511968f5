package dev.kappa.coordinator.deploy;

import static dev.kappa.coordinator.deploy.Template.at;
import static dev.kappa.coordinator.deploy.Template.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a coordinator's container has, and what its JVM is told: memory, user, places to write. */
final class ContainersTest {
  /** In MiB: classes, compiled code, threads, the collector, and what is allocated by no limit. */
  private static final int THE_JVMS_OWN = 256;

  private static final String TERRAFORM = Template.text("terraform/coordinator.tf");

  private static final Object SAM_TASK =
      at(
          Template.documents("sam/template.yaml").getFirst(),
          "Resources",
          "CoordinatorTask",
          "Properties");
  private static final Object SAM = at(SAM_TASK, "ContainerDefinitions", 0);
  private static final Object POD =
      at(
          Template.documents("kubernetes/kappa.yaml").stream()
              .filter(document -> "Deployment".equals(document.get("kind")))
              .findFirst()
              .orElseThrow(),
          "spec",
          "template",
          "spec");

  @Test
  void heapAndWhatIsOutsideItFitInTheContainerOfSam() {
    assertThat(at(SAM, "Memory")).isEqualTo(at(SAM_TASK, "Memory"));
    assertFits(
        Integer.parseInt(at(SAM, "Memory").toString()),
        options(SAM, "Environment", "Name", "Value"));
  }

  @Test
  void heapAndWhatIsOutsideItFitInTheContainerOfKubernetes() {
    Object container = at(POD, "containers", 0);
    String memory = at(container, "resources", "limits", "memory").toString();
    assertThat(memory).matches("[0-9]+Gi");
    assertThat(at(container, "resources", "requests", "memory")).isEqualTo(memory);
    assertFits(
        1024 * Integer.parseInt(memory.replace("Gi", "")),
        options(container, "env", "name", "value"));
  }

  /** From the least memory that its variable allows to the most. */
  @Test
  void heapAndWhatIsOutsideItFitInEachContainerOfTerraform() {
    assertThat(TERRAFORM)
        .contains(" memory                   = var.coordinator_memory_mb\n")
        .contains("      memory = var.coordinator_memory_mb\n");
    MatchResult range =
        one(
            Template.text("terraform/variables.tf"),
            "coordinator_memory_mb >= ([0-9]+) && var.coordinator_memory_mb <= ([0-9]+) "
                + "&& var.coordinator_memory_mb % ([0-9]+) == 0");
    String options = one(TERRAFORM, "\"JAVA_TOOL_OPTIONS\", value = \"([^\"]*)\"").group(1);
    String direct = "\\$\\{var.coordinator_memory_mb / ([0-9]+)}";
    int part = Integer.parseInt(one(options, direct).group(1));
    for (int memory = number(range, 1); memory <= number(range, 2); memory += number(range, 3)) {
      assertThat(memory % part).as("a whole number of MiB: %s / %s", memory, part).isZero();
      assertFits(memory, options.replaceAll(direct, String.valueOf(memory / part)));
    }
  }

  private static void assertFits(int megabytes, String options) {
    assertThat(options).contains("-XX:+ExitOnOutOfMemoryError");
    int heap = megabytes * number(one(options, "-XX:MaxRAMPercentage=([0-9]+) "), 1) / 100;
    int direct = number(one(options, "-XX:MaxDirectMemorySize=([0-9]+)m "), 1);
    assertThat(heap + direct + THE_JVMS_OWN)
        .as("of %s MiB: heap %s, outside it %s, and the JVM's own", megabytes, heap, direct)
        .isLessThanOrEqualTo(megabytes);
    assertThat(direct).as("two messages that are sent at once").isGreaterThanOrEqualTo(4 * 48);
  }

  /** What is not said is as much as the heap; the rest of the machine is the workers'. */
  @Test
  void unitOfSystemdLeavesHalfOfTheMachine() {
    String unit = Template.text("systemd/kappa-coordinator.service");
    assertThat(unit).doesNotContain("MaxDirectMemorySize");
    assertThat(number(one(unit, "-XX:MaxRAMPercentage=([0-9]+) "), 1)).isLessThanOrEqualTo(25);
  }

  @Test
  void allRunAsTheUserOfTheImageAndWriteToItsOneVolumeAlone() throws IOException {
    String image = Files.readString(Path.of("../kappa-lambda-handler/application-parent/pom.xml"));
    String user = one(image, "<user>([0-9]+:[0-9]+)</user>").group(1);
    String volume = one(image, "<volume>(/[a-z]+)</volume>").group(1);
    assertThat(user).doesNotStartWith("0:");

    assertThat(at(SAM, "User")).isEqualTo(user);
    assertThat(at(SAM, "ReadonlyRootFilesystem")).isEqualTo("true");
    assertThat(list(at(SAM, "MountPoints")))
        .containsExactly(
            Map.of("SourceVolume", "tmp", "ContainerPath", volume, "ReadOnly", "false"));
    assertThat(list(at(SAM_TASK, "Volumes"))).containsExactly(Map.of("Name", "tmp"));

    assertThat(one(TERRAFORM, " user += \"([^\"]+)\"").group(1)).isEqualTo(user);
    assertThat(TERRAFORM).containsPattern("readonlyRootFilesystem += true\n");
    assertThat(one(TERRAFORM, "mountPoints += \\[(.*)]\n").group(1))
        .isEqualTo(
            "{ sourceVolume = \"tmp\", containerPath = \"%s\", readOnly = false }"
                .formatted(volume));

    Object context = at(POD, "securityContext");
    assertThat(at(context, "runAsUser") + ":" + at(context, "runAsGroup")).isEqualTo(user);
    assertThat(at(POD, "containers", 0, "securityContext", "readOnlyRootFilesystem"))
        .isEqualTo("true");
    for (String data : List.of(TERRAFORM, Template.text("sam/template.yaml"))) {
      assertThat(one(data, "--data[^/]*(/[a-z]+)/kappa").group(1)).isEqualTo(volume);
    }
  }

  private static String options(Object container, String environment, String name, String value) {
    return list(at(container, environment)).stream()
        .filter(each -> "JAVA_TOOL_OPTIONS".equals(at(each, name)))
        .map(each -> at(each, value).toString())
        .findFirst()
        .orElseThrow();
  }

  private static int number(MatchResult found, int group) {
    return Integer.parseInt(found.group(group));
  }

  private static MatchResult one(String text, String pattern) {
    List<MatchResult> found = Pattern.compile(pattern).matcher(text).results().toList();
    assertThat(found).as("%s in %s", pattern, text).hasSize(1);
    return found.getFirst();
  }
}
