package dev.kappa.coordinator.deploy;

import static dev.kappa.coordinator.deploy.Template.at;
import static dev.kappa.coordinator.deploy.Template.list;
import static dev.kappa.coordinator.deploy.Template.map;
import static dev.kappa.coordinator.deploy.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The template's structure: what it names is there, and nobody may do more than is listed here. The
 * types and properties of resources are not checked, since that needs AWS's schemas.
 */
final class SamTemplateTest {
  private static final Map<String, Object> TEMPLATE =
      Template.documents("sam/template.yaml").get(0);
  private static final Map<String, Object> RESOURCES = map(at(TEMPLATE, "Resources"));

  /** AWS has no narrower resource for these. */
  private static final Set<String> UNBOUND = Set.of("Network", "Registry");

  private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^}!]+)}");

  @Test
  void whatIsNamedIsThere() {
    Set<String> known = new TreeSet<>(map(at(TEMPLATE, "Parameters")).keySet());
    known.addAll(RESOURCES.keySet());
    named("Sub", TEMPLATE)
        .filter(List.class::isInstance)
        .forEach(text -> known.addAll(map(list(text).get(1)).keySet()));
    assertThat(references())
        .filteredOn(name -> !name.startsWith("AWS::"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(known).contains(name));
    assertThat(named("DependsOn", TEMPLATE)).isSubsetOf(RESOURCES.keySet());
    assertThat(named("If", TEMPLATE).map(choice -> list(choice).get(0)))
        .isSubsetOf(map(at(TEMPLATE, "Conditions")).keySet());
  }

  @Test
  void eachParameterIsUsed() {
    assertThat(references()).containsAll(map(at(TEMPLATE, "Parameters")).keySet());
  }

  /** Without what comes behind a point: the attribute, or the version that SAM makes. */
  private static Set<String> references() {
    Stream<String> plain =
        Stream.concat(named("Ref", TEMPLATE), named("GetAtt", TEMPLATE)).map(Object::toString);
    Stream<String> inTexts =
        named("Sub", TEMPLATE)
            .flatMap(text -> IN_TEXT.matcher(text.toString()).results())
            .map(found -> found.group(1));
    Set<String> names = new TreeSet<>();
    Stream.concat(plain, inTexts).map(name -> name.replaceFirst("\\..*", "")).forEach(names::add);
    return names;
  }

  @Test
  void nobodyMayDoEverything() {
    List<Map<String, Object>> statements =
        named("Statement", TEMPLATE)
            .flatMap(all -> list(all).stream())
            .map(Template::map)
            .filter(statement -> statement.containsKey("Sid"))
            .toList();
    assertThat(statements).hasSizeGreaterThan(8);
    for (Map<String, Object> statement : statements) {
      assertThat(list(at(statement, "Action")))
          .allSatisfy(action -> assertThat(action.toString()).matches("[a-z0-9]+:[A-Za-z]+"));
      if (at(statement, "Effect").equals("Allow") && !UNBOUND.contains(at(statement, "Sid"))) {
        assertThat(at(statement, "Resource")).as("%s", statement).isNotEqualTo("*");
      }
    }
  }

  @Test
  void rightsDependOnWhatIsThere() {
    assertThat(policies("CoordinatorRole"))
        .isEqualTo(
            Map.of(
                "Invoke", "always",
                "Blobs", "InBucket",
                "ListBlobs", "InBucket",
                "Key", "HasKey"));
    assertThat(policies("FunctionRole"))
        .isEqualTo(
            Map.of(
                "Log", "always",
                "Data", "always",
                "ListData", "always",
                "Network", "InNetwork",
                "NoNetworkFromCode", "InNetwork",
                "Blobs", "InBucket",
                "Mount", "Mounts"));
    assertThat(RESOURCES.values())
        .as("rights in resources of their own, which may come too late")
        .noneMatch(resource -> at(resource, "Type").equals("AWS::IAM::Policy"));
  }

  /** {@return by its name, when each statement of a role holds} */
  private static Map<String, Object> policies(String role) {
    Map<String, Object> conditions = new TreeMap<>();
    for (Object policy : list(at(RESOURCES, role, "Properties", "Policies"))) {
      Object condition = map(policy).containsKey("If") ? at(policy, "If", 0) : "always";
      named("Sid", policy).forEach(name -> conditions.put(name.toString(), condition));
    }
    return conditions;
  }

  @Test
  void workersReachThePortOfWorkersAlone() {
    for (String rule : List.of("CoordinatorFromFunction", "FunctionToCoordinators")) {
      assertThat(at(RESOURCES, rule, "Properties", "FromPort")).isEqualTo("7071");
      assertThat(at(RESOURCES, rule, "Properties", "ToPort")).isEqualTo("7071");
    }
  }

  @Test
  void functionThatReturnsIsInNoNetworkAndMayMakeNone() {
    assertThat(list(at(RESOURCES, "Worker", "Properties", "VpcConfig", "If")).get(0))
        .isEqualTo("InNetwork");
    RESOURCES.forEach(
        (name, resource) -> {
          boolean ofTheGroup =
              name.equals("FunctionGroup")
                  || named("GetAtt", resource).anyMatch("FunctionGroup.GroupId"::equals);
          if (ofTheGroup && !name.equals("Worker")) {
            assertThat(at(resource, "Condition")).as(name).isIn("InNetwork", "Mounts");
          }
        });
  }

  @Test
  void onlyMembersOfGroupsComeIn() {
    assertThat(RESOURCES.values())
        .filteredOn(resource -> at(resource, "Type").equals("AWS::EC2::SecurityGroupIngress"))
        .hasSizeGreaterThan(4)
        .allSatisfy(
            rule ->
                assertThat(map(at(rule, "Properties")))
                    .containsKey("SourceSecurityGroupId")
                    .doesNotContainKeys("CidrIp", "CidrIpv6"));
    assertThat(named("SecurityGroupIngress", TEMPLATE)).isEmpty();
  }

  @Test
  void userOfTheStoreIsTheOneOfTheFileOfUsers() {
    Matcher file = Pattern.compile("~kappa:\\* .*").matcher(Template.text("redis/users.acl"));
    assertThat(file.find()).isTrue();
    assertThat(at(RESOURCES, "RedisUser", "Properties", "AccessString"))
        .isEqualTo("on " + file.group() + " +cluster|slots");
  }

  @Test
  void dashboardIsJson() {
    String body = at(RESOURCES, "Dashboard", "Properties", "DashboardBody", "Sub").toString();
    assertThat(JsonMapper.shared().readTree(body).get("widgets")).hasSize(4);
  }

  @Test
  void storeAndBucketOutliveTheStack() {
    List<String> kept =
        List.of(
            "Redis",
            "RedisSubnets",
            "RedisParameters",
            "RedisUser",
            "RedisAcl",
            "RedisGroup",
            "Data");
    assertThat(kept)
        .allSatisfy(
            name -> {
              assertThat(at(RESOURCES, name, "DeletionPolicy")).isEqualTo("RetainExceptOnCreate");
              assertThat(at(RESOURCES, name, "UpdateReplacePolicy")).isEqualTo("Retain");
            });
  }
}
