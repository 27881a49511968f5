package dev.kappa.coordinator.deploy;

import static dev.kappa.coordinator.deploy.Template.at;
import static dev.kappa.coordinator.deploy.Template.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Both templates for AWS have the same alarms, and look for the same lines of the log. */
final class AlarmsTest {
  private static final Map<String, Object> RESOURCES =
      map(at(Template.documents("sam/template.yaml").getFirst(), "Resources"));

  private static final List<String> SETTINGS =
      List.of("Statistic", "Threshold", "Period", "EvaluationPeriods", "TreatMissingData");

  /** Says by the names of metrics for which phrases the log is searched. */
  private static Map<String, String> samFilters() {
    Map<String, String> filters = new TreeMap<>();
    for (Object resource : ofType("AWS::Logs::MetricFilter").values()) {
      Object properties = at(resource, "Properties");
      assertThat(at(properties, "LogGroupName", "Ref")).isEqualTo("CoordinatorLog");
      filters.put(
          at(properties, "MetricTransformations", 0, "MetricName").toString(),
          at(properties, "FilterPattern").toString());
    }
    return filters;
  }

  private static Map<String, String> terraformFilters() {
    Map<String, String> filters = new TreeMap<>();
    for (String text : terraform("aws_cloudwatch_log_metric_filter").values()) {
      assertThat(text).contains("log_group_name = aws_cloudwatch_log_group.coordinator.name");
      String pattern = one(text, "pattern += \"(.*)\"\n").replace("\\\"", "\"");
      filters.put(one(text, "\n {4}name += \"(\\w+)\""), pattern);
    }
    return filters;
  }

  private static Map<String, Object> ofType(String type) {
    Map<String, Object> found = new TreeMap<>(RESOURCES);
    found.values().removeIf(resource -> !at(resource, "Type").equals(type));
    return found;
  }

  /** {@return the texts of the resources of a type, by their names} */
  private static Map<String, String> terraform(String type) {
    Pattern block = Pattern.compile("(?ms)^resource \"" + type + "\" \"(\\w+)\" \\{\n(.*?)^}");
    Map<String, String> found = new TreeMap<>();
    for (MatchResult each :
        block.matcher(Template.text("terraform/alarms.tf")).results().toList()) {
      found.put(each.group(1), each.group(2));
    }
    return found;
  }

  private static String one(String text, String pattern) {
    List<MatchResult> found = Pattern.compile(pattern).matcher(text).results().toList();
    assertThat(found).as("%s in %s", pattern, text).hasSize(1);
    return found.getFirst().group(1);
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return camel.toString();
  }

  @Test
  void bothLookForTheSameLines() {
    assertThat(samFilters()).hasSizeGreaterThan(3).isEqualTo(terraformFilters());
  }

  /**
   * That the coordinator writes these is shown where it does: {@code HealthTest}, {@code
   * EngineMetricsTest}.
   */
  @Test
  void linesThatAreLookedForAreThoseOfTheTests() {
    assertThat(samFilters().values())
        .containsExactlyInAnyOrderElementsOf(
            AlarmLines.ALL.stream().map(phrase -> "\"" + phrase + "\"").toList());
  }

  @Test
  void bothHaveTheSameAlarms() {
    Map<String, String> others = terraform("aws_cloudwatch_metric_alarm");
    Set<String> names = new TreeSet<>();
    others.keySet().forEach(name -> names.add(camel(name)));
    Map<String, Object> alarms = ofType("AWS::CloudWatch::Alarm");
    assertThat(alarms.keySet()).isEqualTo(names);
    others.forEach(
        (name, text) -> {
          Object alarm = at(alarms, camel(name), "Properties");
          assertThat(one(text, "metric_name += \"(.*)\""))
              .as(name)
              .isEqualTo(at(alarm, "MetricName"));
          for (String setting : SETTINGS) {
            String snake = setting.replaceAll("(?<=[a-z])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            String value = one(text, snake + " += \"?([^\"\n]*)\"?");
            if (!value.startsWith("var.")) {
              assertThat(value).as("%s of %s", snake, name).isEqualTo(at(alarm, setting));
            }
          }
        });
  }

  @Test
  void eachLineThatIsCountedHasItsAlarmAndItsPlaceOnThePage() throws IOException {
    Set<Object> watched = new TreeSet<>();
    ofType("AWS::CloudWatch::Alarm")
        .values()
        .forEach(alarm -> watched.add(at(alarm, "Properties", "MetricName")));
    assertThat(watched).containsAll(samFilters().keySet());
    String page = Files.readString(Path.of("..", "docs", "deploying.md"));
    assertThat(ofType("AWS::CloudWatch::Alarm").keySet())
        .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    assertThat(AlarmLines.ALL)
        .allSatisfy(phrase -> assertThat(page).contains("`" + phrase.strip() + "`"));
  }
}
