package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.extent.OneMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code kappa deploy}, the command and AWS's client, against functions that are played. */
@OneMode
final class DeployIT {
  private static final String ROLE = "arn:aws:iam::123456789012:role/orders";

  @TempDir private static Path directory;
  private static S3Server s3;
  private static PlayedFunctions functions;
  private static Path one = Path.of("");
  private static Path two = Path.of("");

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Server.start(directory.resolve("s3"));
    functions = new PlayedFunctions(s3.bucket());
    one = TestJar.write(directory.resolve("one.jar"), "com.example.One");
    two = TestJar.write(directory.resolve("two.jar"), "com.example.Two");
  }

  @AfterAll
  static void stop() {
    functions.close();
    s3.close();
  }

  private static Called deploy(Path jar, String... more) {
    List<String> call = new ArrayList<>(List.of("deploy", jar.toString()));
    call.addAll(List.of(more));
    functions.changes.clear();
    return CalledHere.call(
        Map.of(
            "aws.accessKeyId", "played",
            "aws.secretAccessKey", "played",
            "aws.region", "eu-west-1",
            "aws.endpointUrlLambda", functions.uri().toString()),
        call);
  }

  /** The program itself, by the environment. */
  private static Called deployByProgram(Path jar, String... more) {
    return deployAs(S3Server.CREDENTIALS, jar, more);
  }

  private static Called deployAs(Map<String, String> who, Path jar, String... more) {
    Map<String, String> environment = new HashMap<>(who);
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ENDPOINT_URL_LAMBDA", functions.uri().toString());
    environment.put("AWS_ENDPOINT_URL_S3", s3.uri().toString());
    List<String> call = new ArrayList<>(List.of("deploy", jar.toString()));
    call.addAll(List.of(more));
    try (Kappa kappa = Kappa.onNewData(environment)) {
      return kappa.startElsewhere(call.toArray(String[]::new)).await();
    }
  }

  @Test
  void functionIsMadeLeftAloneChangedAndPutBehindItsAlias() {
    assertThat(deploy(one, "--function", "orders", "--role", ROLE, "--dry-run").exits(0).out())
        .contains("orders: would make the function: java25 on x86_64, 1024 MB, 900 s")
        .contains("orders: would let a new alias live name that version");
    assertThat(functions.changes).isEmpty();

    String[] first = {"--function", "orders", "--role", ROLE, "--variable", "PASSWORD=secret"};
    assertThat(deploy(one, first).exits(0).out()).isEqualTo("orders:1\n");
    assertThat(functions.changes).containsExactly("create", "publish", "create alias");
    assertThat(functions.named("orders", "live").get("Handler").asString())
        .isEqualTo("dev.kappa.handler.KappaHandler");

    Called again = deploy(one, first).exits(0);
    assertThat(again.out()).isEqualTo("orders:1\n");
    assertThat(again.err()).contains("all was so already");
    assertThat(functions.changes).isEmpty();

    Called changed =
        deploy(two, "--function", "orders", "--memory", "2048", "--variable", "PASSWORD=other");
    assertThat(changed.exits(0).out()).isEqualTo("orders:2\n");
    assertThat(changed.err())
        .contains("memory 1024 MB -> 2048 MB, variable PASSWORD has another value: done")
        .doesNotContain("secret", "other\n");
    assertThat(functions.changes).containsExactly("configure", "code", "publish", "update alias");
    assertThat(functions.named("orders", "live").get("MemorySize").asInt()).isEqualTo(2048);
    assertThat(functions.named("orders", "live").get("Timeout").asInt()).isEqualTo(900);
  }

  @Test
  void whoHasSignedInByIdentityCenterNeedsNothingElse() throws IOException {
    try (PlayedPortal portal = new PlayedPortal()) {
      Map<String, String> who = portal.signedIn(directory.resolve("home"));
      String[] call = {"--function", "signed-in", "--role", ROLE, "--dry-run"};
      assertThat(deployAs(who, one, call).exits(0).out())
          .contains("signed-in: would make the function");
      assertThat(portal.asked).containsExactly("/federation/credentials");
    }
  }

  @Test
  void tagsAndSnapshotsAreSetWhereTheyAreSaid() {
    String[] call = {
      "--function", "tagged", "--role", ROLE, "--snap-start", "on", "--tag", "team=orders"
    };
    deploy(one, call).exits(0);
    assertThat(functions.changes).containsExactly("create", "publish", "create alias");
    assertThat(functions.tags("tagged").toString()).isEqualTo("{\"team\":\"orders\"}");
    assertThat(functions.named("tagged", "live").get("SnapStart").get("ApplyOn").asString())
        .isEqualTo("PublishedVersions");

    assertThat(deploy(one, call).exits(0).err()).contains("all was so already");
    assertThat(deploy(one, "--function", "tagged", "--tag", "cost=7").exits(0).out())
        .isEqualTo("tagged:1\n");
    assertThat(functions.changes).containsExactly("tag");
    assertThat(functions.tags("tagged").size()).isEqualTo(2);

    assertThat(deploy(one, "--function", "tagged", "--snap-start", "off").exits(0).err())
        .contains("SnapStart on -> off: done");
    assertThat(deploy(one, "--function", "tagged", "--snap-start", "yes").exits(2).err())
        .contains("--snap-start: 'yes' (expected: on or off)");
  }

  @Test
  void jarComesFromABucket() throws IOException {
    JsonNode done =
        deployByProgram(
                one,
                "--function",
                "fetched:test",
                "--role",
                ROLE,
                "--upload",
                "s3://data/jars",
                "--json")
            .exits(0)
            .document();

    assertThat(done.get("target").asString()).isEqualTo("fetched:1");
    assertThat(done.get("changes").get(0).get("kind").asString()).isEqualTo("upload");
    assertThat(s3.keys("jars/")).hasSize(1);
    assertThat(functions.named("fetched", "test").get("CodeSize").asLong())
        .isEqualTo(Files.size(one));
  }

  @Test
  void deploymentThatWasCutOffGoesOn() {
    String[] call = {"--function", "broken", "--role", ROLE};
    deploy(one, call).exits(0);
    functions.failures.add(PlayedFunctions.NONE);
    functions.failures.add(Map.entry(409, "ResourceConflictException"));

    Called refused = deploy(two, call).exits(3);
    assertThat(refused.err()).contains("KAPPA-802", "replace the code", "publish a version");
    assertThat(functions.changes).containsExactly("code");
    assertThat(deploy(two, call).exits(0).out()).isEqualTo("broken:2\n");
    assertThat(functions.changes).containsExactly("publish", "update alias");
  }

  @Test
  void functionThatSomebodyElseChangesMeanwhileIsNotChangedBack() {
    String[] call = {"--function", "shared", "--role", ROLE};
    deploy(one, call).exits(0);
    functions.changeAfterNextLook("shared");

    assertThat(deploy(two, call).exits(3).err())
        .contains("KAPPA-802", "somebody else changed the function meanwhile");
    assertThat(functions.changes).isEmpty();
    assertThat(deploy(two, call).exits(0).out()).isEqualTo("shared:2\n");
  }

  @Test
  void aliasThatSomebodyElseMovesMeanwhileIsNotMovedBack() {
    String[] call = {"--function", "raced", "--role", ROLE};
    deploy(one, call).exits(0);
    deploy(two, call).exits(0);
    functions.moveAliasesAfterNextLook("raced");

    assertThat(deploy(one, call).exits(3).err())
        .contains("KAPPA-802", "let the alias live name", "somebody else changed the function");
    assertThat(functions.named("raced", "live").get("Version").asString()).isEqualTo("1");
    assertThat(deploy(one, call).exits(0).out()).isEqualTo("raced:1\n");
  }

  @Test
  void roleThatWasMadeAMomentAgoIsTriedAgain() {
    functions.failures.add(
        Map.entry(
            400,
            "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda."));
    assertThat(deploy(one, "--function", "young", "--role", ROLE).exits(0).out())
        .isEqualTo("young:1\n");
    assertThat(functions.changes).containsExactly("create", "publish", "create alias");
  }

  @Test
  void versionThatFailedIsToldWithHowToBeRidOfIt() {
    functions.versionsFail = true;
    try {
      assertThat(deploy(one, "--function", "unmade", "--role", ROLE).exits(2).err())
          .contains("KAPPA-801", "could not make version 1: the played snapshot failed")
          .contains("aws lambda delete-function --function-name unmade --qualifier 1");
    } finally {
      functions.versionsFail = false;
    }
  }

  @Test
  void variablesThatCannotBeReadAreNotLost() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret.txt"), "from a file\n");
    String[] first = {"--function", "locked", "--role", ROLE, "--variable", "A=@" + secret};
    deploy(one, first).exits(0);
    functions.variablesAreLocked = true;
    try {
      assertThat(deploy(two, "--function", "locked", "--memory", "2048").exits(2).err())
          .contains("KAPPA-801", "its variables can't be read, and would be lost", "kms:Decrypt");
    } finally {
      functions.variablesAreLocked = false;
    }
    assertThat(functions.changes).isEmpty();
    assertThat(functions.named("locked", "live").toString()).contains("\"A\":\"from a file\"");
  }

  @Test
  void refusalsAreToldWithWhatToDo() {
    functions.failures.add(Map.entry(403, "AccessDeniedException"));
    JsonNode error =
        deploy(one, "--function", "denied", "--role", ROLE, "--json").fails("KAPPA-801", 2);
    assertThat(error.get("message").asString())
        .contains("denied: can't make the function")
        .contains("AccessDeniedException")
        .contains("docs/deploying.md");

    assertThat(deploy(one, "--function", "absent", "--json").fails("KAPPA-109", 2).toString())
        .contains("a new one needs a role");
    assertThat(deploy(one, "--function", "orders:7", "--json").fails("KAPPA-109", 2).toString())
        .contains("7 is the number of a version");
    Path foreign = TestJar.writeForeign(directory.resolve("foreign.jar"));
    assertThat(deploy(foreign, "--function", "orders", "--json").fails("KAPPA-103", 2).toString())
        .contains("has no class dev.kappa.handler.KappaHandler");
  }
}
