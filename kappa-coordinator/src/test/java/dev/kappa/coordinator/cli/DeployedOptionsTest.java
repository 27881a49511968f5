package dev.kappa.coordinator.cli;

import static dev.kappa.coordinator.deploy.Template.at;
import static dev.kappa.coordinator.deploy.Template.list;
import static dev.kappa.coordinator.deploy.Template.map;
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

  private static final String KEY =
      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private static final Map<String, String> EXAMPLES =
      Map.of(
          "--workers-mode", "return",
          "--blobs", "s3://some-bucket-1/blobs?region=eu-west-1",
          "--keys", "kms:" + KEY);

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
        "--worker-port",
        "--function",
        "--timeout",
        "--concurrency",
        "--durability",
        "--workers-mode",
        "--blobs",
        "--keys",
        "--tokens");
  }

  @Test
  void samTemplate() {
    Map<String, Object> template = Template.documents("sam/template.yaml").get(0);
    Object container =
        at(template, "Resources", "CoordinatorTask", "Properties", "ContainerDefinitions", 0);
    demand(
        words(at(container, "Command")),
        "--host",
        "--worker-port",
        "--function",
        "--timeout",
        "--concurrency",
        "--durability",
        "--workers-mode",
        "--blobs",
        "--keys",
        "--tokens");
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
        "--workers-mode",
        "--blobs",
        "--keys",
        "--tokens");
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
    demand(
        words.subList(words.indexOf("coordinator"), words.indexOf("$KAPPA_OPTIONS")),
        "--host",
        "--jar",
        "--data");
  }

  /** What the comment of the unit shows is understood as well, and each file has its credential. */
  @Test
  void furtherOptionsOfTheUnitOfSystemd() {
    String unit = Template.text("systemd/kappa-coordinator.service");
    List<String> words = new ArrayList<>(List.of("coordinator"));
    words.addAll(List.of(one(unit, "#   KAPPA_OPTIONS=(.*)").split(" ", -1)));
    demand(words, "--tokens", "--keys", "--certificate", "--certificate-key", "--blobs");
    assertThat(unit).contains(" $KAPPA_OPTIONS\n");
    Pattern credential = Pattern.compile("/run/credentials/kappa-coordinator.service/([a-z-]+)");
    assertThat(credential.matcher(String.join(" ", words)).results().map(file -> file.group(1)))
        .hasSize(4)
        .allSatisfy(
            name -> assertThat(unit).contains("\n#LoadCredential=" + name + ":/etc/kappa/"));
  }

  /** What is said of bucket and key is a place and a key, whatever they are called. */
  @Test
  void bucketAndKeyOfTheTerraformModule() {
    String locals = Template.text("terraform/locals.tf");
    String place = one(locals, "\"(s3://[^\"]*)\"").replaceAll("\\$\\{[^}]*}", "some-bucket-1");
    assertThat(locals).contains("[for arn in var.key_arns : \"kms:${arn}\"]", "[\"clear\"]");
    String keys = "kms:%s,kms:%s,clear".formatted(KEY, KEY.replace("key/1", "key/2"));
    demand(List.of("coordinator", "--blobs", place, "--keys", keys), "--blobs", "--keys");
  }

  private static String one(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  /** {@return the words, with some that unknown ones may be} */
  private static List<String> known(List<String> words) {
    List<String> known = new ArrayList<>(words);
    for (int i = 1; i < known.size(); i++) {
      if (known.get(i).equals(UNKNOWN)) {
        known.set(i, EXAMPLES.getOrDefault(known.get(i - 1), UNKNOWN));
      }
    }
    return known;
  }

  /** Of what depends on a condition, what is said if it holds. */
  private static List<String> words(Object command) {
    return list(command).stream().map(DeployedOptionsTest::word).toList();
  }

  private static String word(Object word) {
    if (word instanceof String text) {
      return text;
    }
    Map<String, Object> function = map(word);
    if (function.containsKey("If")) {
      return word(list(function.get("If")).get(1));
    }
    return switch (function.get("Sub")) {
      case String text when text.contains(":") -> text.replaceAll("\\$\\{[^}]*}", "some-bucket-1");
      case List<?> keys ->
          list(keys).getFirst().toString().replace("${All}", KEY).replace("${Clear}", ",clear");
      case null, default -> UNKNOWN;
    };
  }

  private void demand(List<String> words, String... options) {
    ParseResult parsed =
        new CalledCli(directory).commands().parseArgs(known(words).toArray(String[]::new));
    ParseResult coordinator = parsed.subcommand();
    assertThat(coordinator.commandSpec().name()).isEqualTo("coordinator");
    assertThat(options).allMatch(coordinator::hasMatchedOption);
  }
}
