package dev.kappa.coordinator.cli;

import static dev.kappa.coordinator.deploy.Template.at;
import static dev.kappa.coordinator.deploy.Template.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.deploy.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

/** What the templates start a coordinator with is understood by the real command. */
final class DeployedOptionsTest {
  /** Stands for what is known only when it is deployed: fits a number, a time and a name. */
  private static final String UNKNOWN = "60";

  @TempDir private Path directory;

  @Test
  void terraformModule() {
    Matcher command =
        Pattern.compile("(?s)command = \\[(.*?)\\n      ]")
            .matcher(Template.text("terraform/coordinator.tf"));
    assertThat(command.find()).isTrue();
    List<String> words =
        Pattern.compile("\"([^\"]*)\"")
            .matcher(command.group(1))
            .results()
            .map(word -> word.group(1).replaceAll("\\$\\{[^}]*}", UNKNOWN))
            .toList();
    demand(
        words,
        "--host",
        "--function",
        "--timeout",
        "--concurrency",
        "--durability",
        "--workers-mode");
  }

  @Test
  void samTemplate() {
    Map<String, Object> template = Template.documents("sam/template.yaml").get(0);
    Object container =
        at(template, "Resources", "CoordinatorTask", "Properties", "ContainerDefinitions", 0);
    demand(
        words(at(container, "Command")),
        "--host",
        "--function",
        "--timeout",
        "--concurrency",
        "--durability",
        "--workers-mode");
  }

  @Test
  void manifestForKubernetes() {
    Map<String, Object> deployment =
        Template.documents("kubernetes/kappa.yaml").stream()
            .filter(document -> "Deployment".equals(document.get("kind")))
            .findFirst()
            .orElseThrow();
    Object container = at(deployment, "spec", "template", "spec", "containers", 0);
    demand(
        words(at(container, "args")),
        "--host",
        "--function",
        "--timeout",
        "--durability",
        "--workers-mode");
  }

  @Test
  void unitOfSystemd() {
    String start =
        Template.text("systemd/kappa-coordinator.service")
            .lines()
            .filter(line -> line.startsWith("ExecStart="))
            .findFirst()
            .orElseThrow();
    List<String> words = Arrays.asList(start.split(" ", -1));
    demand(words.subList(words.indexOf("coordinator"), words.size()), "--host", "--jar", "--data");
  }

  /** {@return the words, with one that an unknown mode may be} */
  private static List<String> known(List<String> words) {
    List<String> known = new ArrayList<>(words);
    int mode = known.indexOf("--workers-mode") + 1;
    if (mode > 0 && known.get(mode).equals(UNKNOWN)) {
      known.set(mode, "return");
    }
    return known;
  }

  private static List<String> words(Object command) {
    return list(command).stream()
        .map(word -> word instanceof String text ? text : UNKNOWN)
        .toList();
  }

  private void demand(List<String> words, String... options) {
    ParseResult parsed =
        new CalledCli(directory).commands().parseArgs(known(words).toArray(String[]::new));
    ParseResult coordinator = parsed.subcommand();
    assertThat(coordinator.commandSpec().name()).isEqualTo("coordinator");
    assertThat(options).allMatch(coordinator::hasMatchedOption);
  }
}
