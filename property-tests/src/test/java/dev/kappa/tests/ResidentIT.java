package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Steps on resident workers, which the coordinator starts, or a user. */
final class ResidentIT {
  /** No coordinator starts any. */
  private static final Map<String, String> NONE = Map.of("KAPPA_RESIDENT", "0");

  @TempDir private Path directory;
  private String jar = "";

  @BeforeEach
  void writeJar() {
    jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
  }

  private Path journal() {
    return directory.resolve("journal");
  }

  private String input(int millis) {
    return "{\"file\":\"%s\",\"millis\":%d}".formatted(journal(), millis);
  }

  /** {@return the processes on which the step was begun} */
  private List<String> begun() throws IOException {
    return Files.exists(journal()) ? Files.readAllLines(journal()) : List.of();
  }

  private void awaitBegun(int times) {
    Eventually.holds("the step has begun", () -> begun().size() >= times);
  }

  @Test
  void residentStepTakesLongerThanAnInvocationMayAndTheNextStepIsInAFunction() throws Exception {
    try (Kappa kappa = Kappa.onNewData()) {
      JsonNode run =
          kappa
              .call(
                  "run",
                  "train",
                  "--input",
                  input(6_000),
                  "--jar",
                  jar,
                  "--timeout",
                  "3s",
                  "--json")
              .exits(0)
              .document();
      assertThat(run.get("attemptsLost").intValue()).isZero();
      String[] processes = run.get("result").stringValue().split(" ", 2);
      assertThat(begun()).containsExactly(processes[0]);
      assertThat(processes[1]).isNotEqualTo(processes[0]);
    }
  }

  @Test
  void stepOfAResidentWorkerThatIsKilledRunsAgainOnAnother() throws Exception {
    try (Kappa kappa = Kappa.onNewData()) {
      try (Program run = kappa.start("run", "train", "--input", input(3_000), "--jar", jar)) {
        awaitBegun(1);
        long killed = Long.parseLong(begun().getFirst());
        assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();
        run.await().exits(0);
      }
      assertThat(begun()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void runWaitsAndSaysWhyUntilAUserStartsAResidentWorker() throws Exception {
    try (Kappa kappa = Kappa.onNewData(NONE)) {
      kappa.startCoordinator("--jar", jar);
      String id =
          kappa.call("run", "train", "--input", input(10), "--detach").exits(0).out().strip();
      Eventually.holds(
          "it is told", () -> kappa.call("status", id).out().contains("no resident worker"));
      JsonNode waiting = kappa.call("status", id, "--json").exits(0).document();
      assertThat(waiting.get("status").stringValue()).isEqualTo("RUNNING");
      assertThat(waiting.at("/warnings/0/kind").stringValue()).isEqualTo("NO_RESIDENT_WORKER");
      assertThat(waiting.at("/warnings/0/code").stringValue()).isEqualTo("KAPPA-510");
      assertThat(begun()).isEmpty();

      URI url = kappa.awaitOwner().url();
      try (Program worker =
          kappa.startElsewhere(
              "worker", "--resident", "--coordinator", url.toString(), "--jar", jar)) {
        JsonNode run = kappa.call("result", id, "--json").exits(0).document();
        assertThat(run.has("warnings")).isFalse();
        worker.end();
      }
    }
  }

  @Test
  void workerThatIsToldToEndGivesItsTaskToTheNext() throws Exception {
    try (Kappa kappa = Kappa.onNewData(NONE)) {
      kappa.startCoordinator("--jar", jar);
      String url = kappa.awaitOwner().url().toString();
      try (Program first = worker(kappa, url)) {
        String id =
            kappa.call("run", "train", "--input", input(1_500), "--detach").exits(0).out().strip();
        awaitBegun(1);
        first.end();
        JsonNode run = kappa.call("result", id, "--json").exits(0).document();
        assertThat(run.get("status").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(run.get("attemptsLost").intValue()).isZero();
      }
      assertThat(begun()).hasSize(1);
    }
  }

  private Program worker(Kappa kappa, String url) {
    return kappa.startElsewhere("worker", "--resident", "--coordinator", url, "--jar", jar);
  }
}
