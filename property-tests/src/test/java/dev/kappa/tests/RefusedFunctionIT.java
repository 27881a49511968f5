package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.platform.local.LocalLambda;
import dev.kappa.coordinator.platform.local.LocalLambdaSettings;
import dev.kappa.coordinator.platform.local.Outage;
import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.OneMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A function that may not be invoked any more, is gone, or is throttled, while runs wait for it:
 * they say so, and go on when that is over.
 */
final class RefusedFunctionIT {
  private static final String HANDLER = "dev.kappa.handler.KappaHandler";

  @TempDir private Path directory;

  private LocalLambda service() {
    return service(Duration.ofSeconds(60), Map.of());
  }

  private LocalLambda service(Duration timeout, Map<String, String> environment) {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    return LocalLambda.start(
        LocalLambdaSettings.of("orders", jar, HANDLER, directory)
            .withTimeout(timeout)
            .withEnvironment(environment)
            .withIdle(Duration.ofMillis(100))
            .withConcurrency(4),
        null);
  }

  private void start(Kappa kappa, LocalLambda service) throws IOException {
    start(kappa, service, "60s");
  }

  private void start(Kappa kappa, LocalLambda service, String timeout) throws IOException {
    Path options =
        Files.writeString(
            directory.resolve("options"),
            """
            -Daws.endpointUrlLambda=%s
            -Daws.region=eu-west-1
            -Daws.accessKeyId=%s
            -Daws.secretAccessKey=%s
            """
                .formatted(
                    service.endpoint(),
                    service.credentials().accessKeyId(),
                    service.credentials().secretAccessKey()));
    kappa.startCoordinatorOf(
        "@" + options, "--function", "orders", "--timeout", timeout, "--concurrency", "4");
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDeniedException, KAPPA-512, not authorized to perform lambda:InvokeFunction",
    "404, ResourceNotFoundException, KAPPA-513, Function not found: orders",
    "502, KMSDisabledException, KAPPA-512, the key is disabled",
    "429, TooManyRequestsException, KAPPA-511, Rate Exceeded."
  })
  void runThatWaitsSaysWhyAndGoesOnByItselfWhenItIsMended(
      int status, String type, String code, String message) throws IOException {
    try (LocalLambda service = service();
        Kappa kappa = Kappa.onNewData()) {
      start(kappa, service);
      // The application is known from here on.
      kappa.call("run", "crowd", "--input", "{\"n\":1}").exits(0);
      String input = "{\"file\":\"%s\",\"millis\":3000}".formatted(directory.resolve("journal"));
      String id = kappa.call("run", "nap", "--input", input, "--detach").exits(0).out().strip();
      kappa.awaitRun("nap", run -> run.checkpoints() >= 1);
      service.outage(Outage.of(status, type, message));
      Eventually.holds("it is told", () -> tells(kappa, id, code, message));
      Eventually.holds("it is told in JSON", () -> warns(kappa, id, code));

      service.outage(null);
      JsonNode done = kappa.call("result", id, "--json").exits(0).document();
      assertThat(done.get("result").stringValue()).isEqualTo("after");
      assertThat(done.has("warnings")).isFalse();
    }
  }

  /** Not in the moment in which another is tried. */
  private static boolean tells(Kappa kappa, String run, String code, String message) {
    String status = kappa.call("status", run).exits(0).out();
    return Stream.of(code + ": ", "no worker has come", message).allMatch(status::contains);
  }

  private static boolean warns(Kappa kappa, String run, String code) {
    JsonNode status = kappa.call("status", run, "--json").exits(0).document();
    assertThat(status.get("status").stringValue()).isEqualTo("RUNNING");
    return status.at("/warnings/0/code").asString("").equals(code);
  }

  @Test
  void functionThatMayNotBeInvokedIsNamedBeforeARunIsBegun() throws IOException {
    try (LocalLambda service = service();
        Kappa kappa = Kappa.onNewData()) {
      service.outage(Outage.of(403, "AccessDeniedException", "not authorized"));
      start(kappa, service);
      assertThat(kappa.call("run", "crowd", "--input", "{\"n\":1}").exits(3).err())
          .contains("KAPPA-512", "not authorized");
    }
  }

  /** As in a network whose rules do not let it through: nothing comes of its connections. */
  @Test
  @OneMode
  void functionThatCantReachTheCoordinatorIsToldWithTheModeThatNeedsNoWayThere() throws Exception {
    String nowhere =
        "-DsocksProxyHost=127.0.0.1 -DsocksNonProxyHosts= -DsocksProxyPort=" + OwnRedis.freePort();
    try (LocalLambda service =
            service(Duration.ofSeconds(4), Map.of("JAVA_TOOL_OPTIONS", nowhere));
        Kappa kappa = Kappa.onNewData()) {
      start(kappa, service, "4s");
      String id =
          kappa.call("run", "crowd", "--input", "{\"n\":1}", "--detach").exits(0).out().strip();
      Eventually.holds(
          "it is told", () -> kappa.call("status", id).exits(0).out().contains("KAPPA-508: "));
      assertThat(kappa.call("status", id).out())
          .contains("KAPPA-504", "can't be reached", "--workers-mode return");
    }
  }
}
