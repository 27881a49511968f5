package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.kappa.coordinator.platform.InvokeCredentials;
import dev.kappa.coordinator.platform.local.LocalLambda;
import dev.kappa.coordinator.platform.local.LocalLambdaSettings;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketSettings;
import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.OneMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The policies of docs/deploying.md, between Kappa and what it asks of AWS: they are enough, and
 * each right in them is used. Policies are evaluated by {@link RoleGate}, not by AWS.
 */
@OneMode
final class LeastRolesIT {
  private static final String PAGE = "../docs/deploying.md";
  private static final String HANDLER = "dev.kappa.handler.KappaHandler";
  private static final String KEY =
      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String ROLE = "arn:aws:iam::123456789012:role/orders";

  @TempDir private static Path directory;
  private static S3Server s3;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Server.start(directory.resolve("s3"));
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  /** {@return the statements of the policy on the page that has one of that name} */
  private static Map<String, JsonNode> page(String statement) throws IOException {
    Matcher block =
        Pattern.compile("```json\\n(\\{\"Version\".*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of(PAGE)));
    while (block.find()) {
      Map<String, JsonNode> statements = new HashMap<>();
      String json = block.group(1).replace("orders-data", S3Server.BUCKET);
      JsonMapper.shared()
          .readTree(json)
          .get("Statement")
          .forEach(each -> statements.put(each.get("Sid").asString(), each));
      if (statements.containsKey(statement)) {
        return statements;
      }
    }
    throw new AssertionError("no policy with " + statement);
  }

  private static RoleGate.Policy policy(Iterable<JsonNode> statements) {
    Map<String, List<String>> allowed = new HashMap<>();
    for (JsonNode statement : statements) {
      List<String> resources =
          statement.get("Resource").valueStream().map(JsonNode::asString).toList();
      statement
          .get("Action")
          .forEach(
              action ->
                  allowed
                      .computeIfAbsent(action.asString(), name -> new ArrayList<>())
                      .addAll(resources));
    }
    return new RoleGate.Policy(allowed);
  }

  private static List<String> actions(RoleGate.Policy policy) {
    return List.copyOf(new TreeSet<>(policy.allowed().keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"callback", "return"})
  void coordinatorsAndFunctionsUseEachOfTheirRightsAndNeedNoOther(String mode) throws IOException {
    RoleGate.Policy function = policy(List.of(page("Data").get("Blobs")));
    Path jar = TestJar.write(directory.resolve(mode + ".jar"), TestApplication.class.getName());
    try (PlayedAws aws = new PlayedAws(jar, function, mode);
        Kappa kappa = Kappa.onNewData()) {
      aws.startCoordinator(kappa);
      String run =
          kappa
              .call("run", "kept", "--input", "{\"n\":3000000}", "--detach")
              .exits(0)
              .out()
              .strip();
      kappa.awaitRun("kept", r -> r.values().containsKey("waits"));
      Eventually.holds("one value is there", () -> s3.keys("blobs/").size() == 1);
      // Who takes runs over asks for the keys that they were encrypted with.
      Processes.of(kappa.data()).forEach(ProcessHandle::destroyForcibly);
      aws.startCoordinator(kappa);
      kappa.call("signal", run, "go", "--input", "\"now\"").exits(0);
      assertThat(kappa.call("result", run).exits(0).out()).isEqualTo("3000000\n");
      // Larger than what goes in an invocation here.
      String letter = "{\"text\":\"" + "x".repeat(200_000) + "\"}";
      assertThat(kappa.call("run", "letter", "--input", letter).exits(0).out())
          .isEqualTo("200000\n");
      Eventually.holds("no value is left", () -> s3.keys("blobs/").isEmpty());

      assertThat(aws.refused()).isEmpty();
      assertThat(aws.used(aws.coordinatorsKey())).isEqualTo(actions(coordinators()));
      assertThat(aws.used("function")).isEqualTo(actions(function));
    }
  }

  @Test
  void applicationInAFunctionNeedsItsOwnPlaceBesides() throws IOException {
    Map<String, JsonNode> page = page("Data");
    RoleGate.Policy function =
        policy(List.of(page.get("Data"), page.get("ListData"), page.get("Blobs")));
    s3.bucket().write("data/texts/kjv.txt", Files.readAllBytes(Kappa.TEXT));
    try (PlayedAws aws = new PlayedAws(Kappa.APPS, function, "return");
        Kappa kappa = Kappa.onNewData()) {
      aws.startCoordinator(kappa);
      JsonNode result =
          kappa
              .call(
                  "run",
                  "word-count",
                  "--input",
                  "{\"path\":\"s3://data/data/texts\",\"output\":\"s3://data/data/out/counts.tsv\"}",
                  "--json")
              .exits(0)
              .document()
              .get("result");
      assertThat(result.get("total").longValue())
          .isEqualTo(IndependentCount.of(Kappa.TEXT).total());
      assertThat(s3.keys("data/out/")).containsExactly("data/out/counts.tsv");

      assertThat(aws.refused()).isEmpty();
      assertThat(aws.used("function"))
          .contains("s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject");
    } finally {
      s3.bucket().delete(s3.keys("data/"));
    }
  }

  private static RoleGate.Policy coordinators() throws IOException {
    return policy(page("Invoke").values());
  }

  /** A function, keys and the bucket behind gates, and what coordinators are told of them. */
  private static final class PlayedAws implements AutoCloseable {
    private final String mode;
    private final PlayedKeys keys = new PlayedKeys();

    /** The way of a function's own steps. */
    private final RoleGate steps;

    private final LocalLambda service;
    private final RoleGate gate;

    PlayedAws(Path jar, RoleGate.Policy function, String mode) throws IOException {
      this.mode = mode;
      this.steps = new RoleGate(Map.of("function", function), Map.of("s3", s3.uri()));
      Map<String, String> environment =
          Map.of(
              "AWS_ACCESS_KEY_ID",
              "function",
              "AWS_SECRET_ACCESS_KEY",
              "secret",
              "AWS_ENDPOINT_URL_S3",
              steps.uri().toString());
      Path place = Files.createTempDirectory(directory, "lambda");
      this.service =
          LocalLambda.start(
              LocalLambdaSettings.of("orders", jar, HANDLER, place)
                  .withTimeout(Duration.ofSeconds(60))
                  .withConcurrency(4)
                  .withEnvironment(environment),
              null);
      this.gate =
          new RoleGate(
              Map.of(coordinatorsKey(), coordinators(), "function", function),
              Map.of("lambda", service.endpoint(), "s3", s3.uri(), "kms", keys.uri()));
    }

    String coordinatorsKey() {
      return service.credentials().accessKeyId();
    }

    void startCoordinator(Kappa kappa) throws IOException {
      Path file = options(gate.uri(), service.credentials());
      String endpoint = URLEncoder.encode(gate.uri().toString(), UTF_8);
      kappa.startCoordinatorOf(
          "@" + file,
          "--function",
          "orders",
          "--timeout",
          "60s",
          "--concurrency",
          "4",
          "--workers-mode",
          mode,
          "--keys",
          "kms:" + KEY + "?endpoint=" + URLEncoder.encode(gate.uri() + "/", UTF_8),
          "--blobs",
          "s3://data/blobs?region=us-east-1&sweep=1&payload=100000&endpoint=" + endpoint);
    }

    List<String> refused() {
      return Stream.of(steps, gate).flatMap(each -> each.refused.stream()).toList();
    }

    /** {@return the actions of {@code who} that were allowed, sorted} */
    List<String> used(String who) {
      return Stream.of(steps, gate)
          .flatMap(each -> each.used(who).stream())
          .distinct()
          .sorted()
          .toList();
    }

    @Override
    public void close() {
      gate.close();
      service.close();
      steps.close();
      keys.close();
    }
  }

  /** {@return a file with what stands in the environment of a program on AWS} */
  private static Path options(URI lambda, InvokeCredentials coordinator) throws IOException {
    return Files.writeString(
        directory.resolve("options"),
        """
        -Daws.endpointUrlLambda=%s
        -Daws.region=eu-west-1
        -Daws.accessKeyId=%s
        -Daws.secretAccessKey=%s
        """
            .formatted(lambda, coordinator.accessKeyId(), coordinator.secretAccessKey()));
  }

  @Test
  void stepsUseTheirOwnPlaceInTheBucketAndNoOther() throws IOException {
    Map<String, JsonNode> page = page("Data");
    RoleGate.Policy steps = policy(List.of(page.get("Data"), page.get("ListData")));
    try (RoleGate gate = new RoleGate(Map.of("test", steps), Map.of("s3", s3.uri()))) {
      Bucket bucket =
          Bucket.of("s3://data", new BucketSettings("us-east-1", gate.uri(), null, null, null));
      byte[] large = new byte[20 << 20];
      bucket.write("data/large", out -> new ByteArrayInputStream(large).transferTo(out));
      assertThat(bucket.read("data/large"))
          .hasValueSatisfying(it -> assertThat(it).isEqualTo(large));
      assertThat(bucket.list("data/", 10)).hasSize(1);
      bucket.delete(List.of("data/large"));
      gate.breakNext(Integer.MAX_VALUE, LeastRolesIT::isPart);
      assertThatThrownBy(
              () ->
                  bucket.write(
                      "data/broken", out -> new ByteArrayInputStream(large).transferTo(out)))
          .hasMessageContaining("data/broken");

      assertThat(gate.refused).isEmpty();
      assertThat(gate.used("test")).isEqualTo(actions(steps));
      assertThatThrownBy(() -> bucket.write("blobs/mine", new byte[1]))
          .hasMessageContaining("s3://data/blobs/mine")
          .hasMessageContaining("AccessDenied");
      assertThat(s3.keys("data/")).isEmpty();
      assertThat(s3.keys("blobs/")).isEmpty();
    }
  }

  private static boolean isPart(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestURI().getQuery()).contains("partNumber");
  }

  @Test
  void whoDeploysUsesEachOfTheRightsOnThePageAndNeedsNoOther() throws IOException {
    Path one = TestJar.write(directory.resolve("one.jar"), "com.example.One");
    Path two = TestJar.write(directory.resolve("two.jar"), "com.example.Two");
    RoleGate.Policy caller = callers();
    try (PlayedFunctions functions = new PlayedFunctions(s3.bucket());
        RoleGate gate =
            new RoleGate(
                Map.of("caller", caller), Map.of("lambda", functions.uri(), "s3", s3.uri()))) {
      String[] call = {
        "--function", "orders", "--role", ROLE, "--upload", "s3://data/jars", "--tag", "team=orders"
      };
      deploy(gate, one, call).exits(0);
      deploy(gate, two, call).exits(0);
      deploy(gate, two, "--function", "orders", "--memory", "2048").exits(0);
      // An upload that fails is given up.
      Files.writeString(directory.resolve("three.txt"), "other");
      Path three = TestJar.write(directory.resolve("three.jar"), "com.example.Three");
      gate.breakNext(Integer.MAX_VALUE, LeastRolesIT::isPart);
      deploy(gate, three, call).exits(3);

      assertThat(gate.refused).isEmpty();
      assertThat(gate.used("caller")).isEqualTo(actions(caller));
    }
  }

  /** What AWS itself asks for, of networks and keys, is not asked for here. */
  private static RoleGate.Policy callers() throws IOException {
    String page = Files.readString(Path.of(PAGE));
    String text = page.substring(page.indexOf("Who calls it needs"));
    Map<String, List<String>> allowed = new HashMap<>();
    Pattern.compile("`((lambda|iam|s3):\\w+)`")
        .matcher(text.substring(0, text.indexOf("\n\n")))
        .results()
        .forEach(
            action ->
                allowed.put(
                    action.group(1),
                    switch (action.group(2)) {
                      case "lambda" ->
                          List.of("arn:aws:lambda:eu-west-1:123456789012:function:orders");
                      case "iam" -> List.of(ROLE);
                      default -> List.of("arn:aws:s3:::data", "arn:aws:s3:::data/jars/*");
                    }));
    return new RoleGate.Policy(allowed);
  }

  private static Called deploy(RoleGate gate, Path jar, String... more) {
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "caller",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_REGION", "eu-west-1",
            "AWS_ENDPOINT_URL_LAMBDA", gate.uri().toString(),
            "AWS_ENDPOINT_URL_S3", gate.uri().toString());
    List<String> call = new ArrayList<>(List.of("deploy", jar.toString()));
    call.addAll(List.of(more));
    try (Kappa kappa = Kappa.onNewData(environment)) {
      return kappa.startElsewhere(call.toArray(String[]::new)).await();
    }
  }
}
