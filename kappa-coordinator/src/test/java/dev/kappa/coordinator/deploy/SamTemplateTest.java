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
  void coordinatorsMayInvokeTheFunctionAndUseBucketAndKeyIfThereAreAny() {
    assertThat(named("Action", at(RESOURCES, "CoordinatorRole", "Properties", "Policies")))
        .containsExactly(List.of("lambda:InvokeFunction"));
    assertThat(policiesOf("CoordinatorRole"))
        .isEqualTo(Map.of("CoordinatorBlobs", "InBucket", "CoordinatorKey", "HasKey"));
    assertThat(named("Action", at(RESOURCES, "CoordinatorBlobs")))
        .containsExactly(
            List.of("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"),
            List.of("s3:ListBucket"));
    assertThat(named("Resource", at(RESOURCES, "CoordinatorBlobs")).findFirst())
        .contains(Map.of("Sub", "${Data.Arn}/blobs/*"));
    assertThat(named("Action", at(RESOURCES, "CoordinatorKey")))
        .containsExactly(List.of("kms:Decrypt", "kms:Encrypt"));
  }

  @Test
  void functionThatReturnsIsInNoNetworkAndMayMakeNone() {
    assertThat(policiesOf("FunctionRole")).isEqualTo(Map.of("FunctionInNetwork", "InNetwork"));
    assertThat(named("Sid", at(RESOURCES, "FunctionRole"))).doesNotContain("Network");
    assertThat(list(at(RESOURCES, "Worker", "Properties", "VpcConfig", "If")).get(0))
        .isEqualTo("InNetwork");
    RESOURCES.forEach(
        (name, resource) -> {
          boolean ofTheGroup =
              name.equals("FunctionGroup")
                  || named("GetAtt", resource).anyMatch("FunctionGroup.GroupId"::equals);
          if (ofTheGroup && !name.equals("Worker")) {
            assertThat(at(resource, "Condition")).as(name).isEqualTo("InNetwork");
          }
        });
  }

  /** {@return the conditions of the policies that a role has beside its own} */
  private static Map<String, Object> policiesOf(String role) {
    Map<String, Object> conditions = new TreeMap<>();
    RESOURCES.forEach(
        (name, resource) -> {
          if (at(resource, "Type").equals("AWS::IAM::Policy")
              && list(at(resource, "Properties", "Roles")).contains(Map.of("Ref", role))) {
            conditions.put(name, at(resource, "Condition"));
          }
        });
    return conditions;
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
    Matcher file = Pattern.compile("resetchannels .*").matcher(Template.text("redis/users.acl"));
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
    assertThat(at(RESOURCES, "Redis", "DeletionPolicy")).isEqualTo("Retain");
    assertThat(at(RESOURCES, "Data", "DeletionPolicy")).isEqualTo("Retain");
  }
}
