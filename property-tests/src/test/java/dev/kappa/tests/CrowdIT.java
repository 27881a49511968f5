package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many tasks at once, on real workers and a real Redis. */
final class CrowdIT {
  @TempDir private Path directory;

  @Test
  void tenThousandChildrenAreSpawnedAndAwaitedAtOnce() {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    try (Kappa kappa = Kappa.onNewData()) {
      Called called =
          kappa.call("run", "crowd", "--jar", jar.toString(), "--input", "{\"n\":10000}", "--json");
      JsonNode run = called.exits(0).document();
      assertThat(run.get("result").longValue()).isEqualTo(10_000L * 9_999 / 2);
      assertThat(run.get("tasks").intValue()).isEqualTo(10_001);
    }
  }
}
