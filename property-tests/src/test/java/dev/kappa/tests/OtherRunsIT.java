package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.api.client.Patience;
import dev.kappa.tests.app.TestApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that start others, wherever those are, and hear of them though a coordinator dies. */
final class OtherRunsIT {
  private static final int OTHERS = 12;
  private static final String RESULT =
      Integer.toString(IntStream.range(0, OTHERS).map(n -> 100 + n).sum());
  private static final String INPUT = "{\"n\":" + OTHERS + "}";
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30));

  @TempDir private Path directory;

  @Test
  void callEndsWithWhatTheOthersGave() {
    try (Kappa kappa = Kappa.onNewData()) {
      String jar = jar();
      String out = kappa.call("run", "relatives", "--jar", jar, "--input", INPUT).exits(0).out();
      assertThat(out).isEqualTo(RESULT + "\n");
    }
  }

  @Test
  void eachIsStartedOnceThoughACoordinatorIsKilled() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa first = Kappa.onNewData();
        Kappa second = Kappa.onNewData()) {
      String[] options = {
        "--jar", jar(), "--redis", redis.uri(), "--concurrency", "2", "--timeout", "60s"
      };
      first.startCoordinator(options);
      Program killed = second.startCoordinator(options);
      var url = first.awaitOwner().url();
      try (KappaClient client = new KappaClient(() -> url, PATIENCE)) {
        List<String> runs = IntStream.range(0, 4).mapToObj(i -> start(client, "key " + i)).toList();
        Eventually.holds(
            "others were started", () -> client.list(new RunFilter(null, 100, "turns")).size() > 3);
        killed.kill();
        runs.forEach(run -> demandResult(client, run));
        Eventually.holds(
            "all others have ended", () -> ended(client) == runs.size() * (OTHERS + 1));
        assertThat(client.list(new RunFilter(null, 100, "throw"))).hasSize(runs.size());
      }
    }
  }

  private static String start(KappaClient client, String key) {
    return client.start(new StartRequest("relatives", INPUT, key)).runId();
  }

  private static int ended(KappaClient client) {
    List<RunView> all = client.list(new RunFilter(null, 100, "turns"));
    assertThat(all).hasSizeLessThanOrEqualTo(4 * (OTHERS + 1));
    return all.stream().filter(run -> run.status() == RunStatus.SUCCEEDED).toList().size();
  }

  private static void demandResult(KappaClient client, String run) {
    RunView ended =
        Eventually.found(
            "the end of run " + run,
            () ->
                Optional.of(client.await(run, Duration.ofSeconds(10)))
                    .filter(view -> view.status().ended()));
    assertThat(ended.error()).isNull();
    assertThat(ended.resultJson()).isEqualTo(RESULT);
  }

  private String jar() {
    return TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
  }
}
