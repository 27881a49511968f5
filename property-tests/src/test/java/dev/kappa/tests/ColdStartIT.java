package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.OneMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is told, as by SnapStart, that it becomes a snapshot. */
@OneMode
final class ColdStartIT {
  @TempDir private Path directory;

  @Test
  void archiveOfWorkersIsMadeOfOneThatHasRehearsedUnderTheRuntimeClient() {
    String jar =
        TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
    Map<String, String> own = Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString());
    try (Kappa kappa = Kappa.onNewData(own)) {
      kappa.startCoordinator("--jar", jar);
      Path log = kappa.data().resolve("workers").resolve("training.log");
      Eventually.holds(
          "it has rehearsed: " + log,
          () -> Files.exists(log) && read(log).contains("rehearsed in"));
      assertThat(read(log)).contains("ready for a snapshot").doesNotContain("without a rehearsal");
      assertThat(kappa.call("run", "crowd", "--input", "{\"n\":10}").exits(0).out()).contains("45");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
