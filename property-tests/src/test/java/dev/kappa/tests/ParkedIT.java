package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A run that the present code can't go on with says so, and goes on with the right code. */
final class ParkedIT {
  @TempDir private static Path directory;

  @Test
  void parkedTaskIsShownUntilItGoesOn() {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    String input =
        "{\"file\":\"%s\",\"millis\":4000}".formatted(directory.resolve("journal").toString());
    try (Kappa kappa = Kappa.onNewData()) {
      String id;
      try (Program coordinator = kappa.startCoordinator("--jar", jar.toString())) {
        id = kappa.call("run", "nap", "--input", input, "--detach").exits(0).out().strip();
        kappa.awaitRun("nap", run -> run.checkpoints() >= 1);
        coordinator.kill();
      }
      // Else the run would go on with the version that it began with.
      kappa.forgetVersions();
      try (Program other = kappa.startCoordinator("--jar", Kappa.APPS.toString())) {
        kappa.awaitRun("nap", run -> run.parkedTasks() == 1);
        assertThat(kappa.call("status", id).exits(0).out())
            .contains("(nap) RUNNING (1 task parked)")
            .containsPattern(
                "warning: 1 task waits since \\S+Z for code that fits it .*\\(task 0\\.0\\): KAPPA-");
        assertThat(kappa.call("list").exits(0).out()).contains("nap (1 task parked)");
        JsonNode run = kappa.call("status", id, "--json").exits(0).document();
        assertThat(run.at("/warnings/0/kind").stringValue()).isEqualTo("PARKED");
        other.end();
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
