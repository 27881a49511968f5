package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** To look at runs changes nothing: no run goes on, and no coordinator is disturbed. */
final class LookIT {
  /** Long enough for the coordinator to be killed meanwhile, in milliseconds. */
  private static final int NAP = 6_000;

  @TempDir private static Path directory;
  private static Path jar = Path.of("");

  @BeforeEach
  void makeJar() {
    jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
  }

  @Test
  void runThatIsDueDoesNotGoOnByBeingLookedAt() throws Exception {
    Path journal = directory.resolve("due");
    try (Kappa kappa = Kappa.onNewData()) {
      String id;
      try (Program coordinator = kappa.startCoordinator("--jar", jar.toString())) {
        id = start(kappa, journal, NAP);
        kappa.awaitRun("nap", run -> run.checkpoints() >= 1);
        coordinator.kill();
      }
      Eventually.holds("all has ended", () -> Processes.of(kappa.data()).isEmpty());
      JsonNode before = kappa.call("status", id, "--json").exits(0).document();
      long due = Files.getLastModifiedTime(journal).toMillis() + NAP;
      Eventually.holds("the run is due", () -> System.currentTimeMillis() > due);

      // No worker can be started.
      Files.delete(jar);
      assertThat(kappa.call("status", id, "--json").exits(0).document()).isEqualTo(before);
      assertThat(kappa.call("list", "--json").exits(0).document().get("runs").get(0))
          .isEqualTo(((ObjectNode) before.deepCopy()).without("result"));
      kappa.call("status", "other", "--json").fails("KAPPA-108", 2);
      assertThat(journal).hasContent("before");

      makeJar();
      kappa.call("result", id).exits(0);
      assertThat(Files.readAllLines(journal)).containsExactly("before", "after");
    }
  }

  @Test
  void coordinatorElsewhereGoesOnWhileItsRedisIsLookedAt() throws Exception {
    Path journal = directory.resolve("shared");
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Kappa visitor = Kappa.onNewData()) {
      Program coordinator = kappa.startCoordinator("--jar", jar.toString(), "--redis", redis.uri());
      String id = start(kappa, journal, 1_000);
      assertThat(visitor.call("list", "--redis", redis.uri()).exits(0).out()).contains(id);
      assertThat(visitor.call("status", id, "--redis", redis.uri()).exits(0).out()).contains(id);
      assertThat(kappa.call("result", id).exits(0).out()).isEqualTo("\"after\"\n");
      assertThat(coordinator.isAlive()).isTrue();
    }
  }

  private static String start(Kappa kappa, Path journal, int millis) {
    String input = "{\"file\":\"%s\",\"millis\":%d}".formatted(journal, millis);
    return kappa.call("run", "nap", "--input", input, "--detach").exits(0).out().strip();
  }
}
