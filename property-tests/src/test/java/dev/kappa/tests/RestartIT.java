package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs outlive all processes, and go on or end as they are told afterwards. */
final class RestartIT {
  @TempDir private static Path directory;
  private static Path jar = Path.of("");

  @BeforeAll
  static void makeJar() {
    jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
  }

  @Test
  void sleepingRunGoesOnAfterARestartOfEverything() throws Exception {
    Path journal = directory.resolve("journal");
    try (Kappa kappa = Kappa.onNewData()) {
      String id;
      try (Program coordinator = coordinator(kappa)) {
        id = start(kappa, "nap", "{\"file\":\"%s\",\"millis\":2500}".formatted(journal));
        Eventually.holds("the first step is over", () -> Files.exists(journal));
        kappa.awaitRun("nap", run -> run.checkpoints() >= 1);
        assertThat(coordinator.end().exitCode()).isEqualTo(143);
      }
      Eventually.holds("all has ended", () -> Processes.of(kappa.data()).isEmpty());

      JsonNode run = kappa.call("result", id, "--json").exits(0).document();
      assertThat(run.get("result").stringValue()).isEqualTo("after");
      assertThat(Files.readAllLines(journal)).containsExactly("before", "after");
    }
  }

  @Test
  void timerThatFellDueWhileNothingRanFiresAtTheNextStart() throws Exception {
    Path journal = directory.resolve("due");
    try (Kappa kappa = Kappa.onNewData()) {
      String id;
      try (Program coordinator = coordinator(kappa)) {
        id = start(kappa, "nap", "{\"file\":\"%s\",\"millis\":300}".formatted(journal));
        kappa.awaitRun("nap", run -> run.checkpoints() >= 1);
        coordinator.kill();
      }
      assertThat(kappa.call("result", id).exits(0).out()).isEqualTo("\"after\"\n");
      assertThat(Files.readAllLines(journal)).containsExactly("before", "after");
    }
  }

  @Test
  void relativePathKeepsItsMeaningWhereverTheRunIsPickedUp() throws Exception {
    Path here = Files.createDirectories(directory.resolve("here"));
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    try (Kappa kappa = Kappa.onNewData()) {
      String input = "{\"file\":\"journal\",\"millis\":1000}";
      String id;
      try (Program call =
          kappa.startIn(here, "run", "nap", "--input", input, "--jar", jar.toString())) {
        id = kappa.awaitRun("nap", run -> run.checkpoints() >= 1).runId();
        call.kill();
      }
      Eventually.holds("all has ended", () -> Processes.of(kappa.data()).isEmpty());
      assertThat(kappa.startIn(elsewhere, "result", id).await().exits(0).out())
          .isEqualTo("\"after\"\n");
      assertThat(Files.readAllLines(here.resolve("journal"))).containsExactly("before", "after");
      assertThat(elsewhere).isEmptyDirectory();
    }
  }

  @Test
  void sleepingRunIsCancelledAfterARestart() {
    Path journal = directory.resolve("cancelled");
    try (Kappa kappa = Kappa.onNewData()) {
      String id;
      try (Program coordinator = coordinator(kappa)) {
        id = start(kappa, "nap", "{\"file\":\"%s\",\"millis\":600000}".formatted(journal));
        kappa.awaitRun("nap", run -> run.checkpoints() >= 1);
        JsonNode state = kappa.call("status", id, "--json").exits(0).document();
        assertThat(state.get("status").stringValue()).isEqualTo("RUNNING");
        coordinator.end();
      }
      JsonNode cancelled = kappa.call("cancel", id, "--json").exits(0).document();
      assertThat(cancelled.get("status").stringValue()).isEqualTo("CANCELLED");
      kappa.call("result", id, "--json").fails("KAPPA-303", 1);
      assertThat(journal).hasContent("before");
    }
  }

  private static Program coordinator(Kappa kappa) {
    return kappa.startCoordinator("--jar", jar.toString());
  }

  private static String start(Kappa kappa, String workflow, String input) {
    return kappa.call("run", workflow, "--input", input, "--detach").exits(0).out().strip();
  }
}
