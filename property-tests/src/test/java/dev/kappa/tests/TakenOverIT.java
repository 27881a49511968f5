package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A coordinator inside a call loses its store to another: the call says so, in one document. */
final class TakenOverIT {
  @TempDir private Path directory;

  @Test
  void callWhoseCoordinatorIsTakenOverEndsWithADocument() throws Exception {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa first = Kappa.onNewData();
        Kappa second = Kappa.onNewData()) {
      String[] common = {"--jar", jar.toString(), "--redis", redis.uri()};
      Program program =
          first.start(
              "run",
              "turns",
              "--input",
              "{\"n\":1000000}",
              "--json",
              common[0],
              common[1],
              common[2],
              common[3]);
      String id = first.awaitRun("turns", run -> run.checkpoints() > 10).runId();
      second.startCoordinator(common);
      JsonNode error = program.await().fails("KAPPA-505", 3);
      assertThat(error.get("message").stringValue()).contains("another coordinator");
      second.call("cancel", id).exits(0);
    }
  }
}
