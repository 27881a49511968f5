package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Limits of a run, met on real workers and a real Redis: told where they are met, and recovered.
 */
final class LimitsIT {
  @TempDir private static Path directory;
  private static Kappa kappa = Kappa.onNewData();

  @BeforeAll
  static void startCoordinator() {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    kappa.startCoordinator(
        "--jar", jar.toString(), "--concurrency", "2", "--timeout", "2s", "--large-values", "8");
  }

  @AfterAll
  static void stop() {
    kappa.close();
  }

  private static Called run(String workflow, String input) {
    return kappa.call("run", workflow, "--input", input, "--json");
  }

  @Test
  void stepThatIsLongerThanAnInvocationFailsAndIsRecovered() {
    JsonNode run = run("overrun", "null").exits(0).document();
    assertThat(run.get("result").stringValue())
        .startsWith("KAPPA-305: ")
        .contains("3 times in a row", "2s", "make it shorter, or raise the limit");
    assertThat(run.get("invocations").intValue()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void errorOfAStepThatIsLongerThanAnInvocationNamesTheStepAndTheLimit() {
    Path never = directory.resolve("never");
    JsonNode error = run("gate", "{\"file\":\"%s\"}".formatted(never)).fails("KAPPA-305", 1);
    assertThat(error.get("step").stringValue()).isEqualTo("gate");
    assertThat(error.get("message").stringValue()).contains("2s");
  }

  @Test
  void channelThatIsFilledWithoutEndFailsItsSenderWhoGoesOn() {
    JsonNode run = run("flood", "{\"messages\":10000,\"bytes\":60000}").exits(0).document();
    assertThat(run.get("result").stringValue())
        .startsWith("KAPPA-404: send: the run would hold")
        .contains(Integer.toString(128 << 20));
  }

  @Test
  void largeValuesPastTheOptionFailTheirSenderWhoGoesOn() {
    JsonNode run = run("flood", "{\"messages\":100,\"bytes\":1000000}").exits(0).document();
    assertThat(run.get("result").stringValue())
        .startsWith("KAPPA-404: send: the run would hold")
        .contains(Integer.toString(8 << 20));
  }

  @Test
  void deadlockIsToldWithWhoWaitsForWhat() {
    Called failed = run("stuck", "null");
    JsonNode error = failed.fails("KAPPA-306", 1);
    String graph =
        "deadlock: Channel::receive in TestApplication (task 1.2) waits to receive from channel 1.1,"
            + " which no task that goes on can reach; stuck (task 0.0) awaits Channel::receive in"
            + " TestApplication (task 1.2)";
    assertThat(error.get("message").stringValue()).isEqualTo(graph);
    String id = failed.document().get("runId").stringValue();
    JsonNode status = kappa.call("status", id, "--json").exits(0).document();
    assertThat(status.at("/error/message").stringValue()).isEqualTo(graph);
    Called text = kappa.call("status", id).exits(0);
    assertThat(text.out() + text.err()).contains("KAPPA-306: " + graph);
  }
}
