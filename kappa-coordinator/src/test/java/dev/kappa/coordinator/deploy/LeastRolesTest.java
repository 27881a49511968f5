package dev.kappa.coordinator.deploy;

import static dev.kappa.coordinator.deploy.Template.at;
import static dev.kappa.coordinator.deploy.Template.list;
import static dev.kappa.coordinator.deploy.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What docs/deploying.md says that coordinators and functions may do, and both templates grant.
 * That they need all of it, and no more, is shown by a run with real processes, {@code
 * LeastRolesIT}.
 */
final class LeastRolesTest {
  private static final Pattern TERRAFORM =
      Pattern.compile("sid += \"(\\w+)\"(?:\\s+effect += \"\\w+\")?\\s+actions += \\[([^\\]]*)]");

  @Test
  void templatesGrantCoordinatorsWhatThePageSays() throws IOException {
    Map<String, List<String>> page = page("Invoke");
    assertThat(page).containsOnlyKeys("Invoke", "Blobs", "ListBlobs", "Key");
    assertThat(sam("CoordinatorRole")).isEqualTo(page);
    assertThat(terraform("coordinator")).isEqualTo(page);
  }

  @Test
  void templatesGrantFunctionsWhatThePageSaysBesideTheirOwn() throws IOException {
    Map<String, List<String>> page = page("Data");
    assertThat(page).containsOnlyKeys("Blobs", "Data", "ListData", "Log", "Mount");
    Map<String, List<String>> sam = sam("FunctionRole");
    sam.keySet().removeAll(List.of("Network", "NoNetworkFromCode"));
    assertThat(sam).isEqualTo(page);
    assertThat(terraform("function")).isEqualTo(page);
  }

  /** {@return the actions of the policy on the page that has a statement of that name} */
  private static Map<String, List<String>> page(String statement) throws IOException {
    String text = Files.readString(Path.of("..", "docs", "deploying.md"));
    String json =
        Pattern.compile("```json\\n(\\{\"Version\".*?)```", Pattern.DOTALL)
            .matcher(text)
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("\"Sid\":\"" + statement + "\""))
            .findFirst()
            .orElseThrow();
    Map<String, List<String>> actions = new TreeMap<>();
    for (JsonNode each : JsonMapper.shared().readTree(json).get("Statement")) {
      actions.put(
          each.get("Sid").asString(),
          each.get("Action").valueStream().map(JsonNode::asString).toList());
    }
    return actions;
  }

  private static Map<String, List<String>> sam(String role) {
    Map<String, List<String>> actions = new TreeMap<>();
    Object template = Template.documents("sam/template.yaml").getFirst();
    named("Statement", at(template, "Resources", role, "Properties", "Policies"))
        .flatMap(all -> list(all).stream())
        .map(Template::map)
        .forEach(
            each ->
                actions.put(
                    at(each, "Sid").toString(),
                    list(at(each, "Action")).stream().map(Object::toString).toList()));
    return actions;
  }

  private static Map<String, List<String>> terraform(String document) {
    String roles = Template.text("terraform/roles.tf");
    int start = roles.indexOf("data \"aws_iam_policy_document\" \"" + document + "\"");
    String text = roles.substring(start, roles.indexOf("\n}\n", start));
    Map<String, List<String>> actions = new TreeMap<>();
    for (MatchResult each : TERRAFORM.matcher(text).results().toList()) {
      actions.put(each.group(1), List.of(each.group(2).replaceAll("[\"\\s]", "").split(",", -1)));
    }
    return actions;
  }
}
