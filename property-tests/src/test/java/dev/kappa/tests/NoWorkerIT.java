package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A run that has begun and whose workers can't start any more says so, and goes on when they can.
 */
final class NoWorkerIT {
  @TempDir private static Path directory;

  @Test
  void runWhoseWorkersCannotStartSaysSoUntilTheyCan() {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    Path foreign = TestJar.writeForeign(directory.resolve("foreign.jar"));
    String input =
        "{\"file\":\"%s\",\"millis\":300}".formatted(directory.resolve("journal").toString());
    try (Kappa kappa = Kappa.onNewData()) {
      String id;
      try (Program coordinator = kappa.startCoordinator("--jar", jar.toString())) {
        id = kappa.call("run", "nap", "--input", input, "--detach").exits(0).out().strip();
        kappa.awaitRun("nap", run -> run.checkpoints() >= 1);
        coordinator.kill();
      }
      // Else the run would go on with the version that it began with.
      kappa.forgetVersions();
      try (Program broken = kappa.startCoordinator("--jar", foreign.toString());
          Program waiting = kappa.start("result", id)) {
        Eventually.holds("it is told", () -> waiting.err().contains("warning: no worker has come"));
        assertThat(kappa.call("status", id).exits(0).out())
            .containsPattern(
                "warning: no worker has come since \\S+Z, \\d+ invocations .*\\(task 0\\.0\\):"
                    + " KAPPA-508: the function could not be started: .*KappaHandler");
        JsonNode run = kappa.call("status", id, "--json").exits(0).document();
        assertThat(run.get("status").stringValue()).isEqualTo("RUNNING");
        assertThat(run.at("/warnings/0/kind").stringValue()).isEqualTo("NO_WORKER");
        waiting.kill();
        assertThat(waiting.err()).containsOnlyOnce("warning:");
        broken.end();
      }
      try (Program again = kappa.startCoordinator("--jar", jar.toString())) {
        JsonNode run = kappa.call("result", id, "--json").exits(0).document();
        assertThat(run.get("result").stringValue()).isEqualTo("after");
        assertThat(run.has("warnings")).isFalse();
        again.end();
      }
    }
  }
}
