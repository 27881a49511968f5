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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coordinators with data directories of their own share a Redis: they join, leave and die. */
final class SeveralCoordinatorsIT {
  private static final int RUNS = 24;
  private static final int TURNS = 300;
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30));

  @TempDir private Path directory;
  private @Nullable OwnRedis redis;
  private Path jar = Path.of("");
  private final Kappa first = Kappa.onNewData();
  private final Kappa second = Kappa.onNewData();

  @BeforeEach
  void startRedis() throws Exception {
    redis = OwnRedis.start(directory.resolve("redis"));
    jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
  }

  @AfterEach
  void stop() {
    try {
      first.close();
    } finally {
      try {
        second.close();
      } finally {
        Objects.requireNonNull(redis).close();
      }
    }
  }

  private String[] options() {
    return options(Objects.requireNonNull(redis).uri());
  }

  private String[] options(String store) {
    return new String[] {
      "--jar", jar.toString(), "--redis", store, "--concurrency", "2", "--timeout", "60s"
    };
  }

  private static KappaClient client(Kappa kappa) {
    var url = kappa.awaitOwner().url();
    return new KappaClient(() -> url, PATIENCE);
  }

  private static List<String> startRuns(KappaClient client) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(
          client.start(new StartRequest("turns", "{\"n\":" + TURNS + "}", "key " + i)).runId());
    }
    assertThat(runs).doesNotHaveDuplicates();
    return runs;
  }

  private static void demandResults(KappaClient client, List<String> runs) {
    for (String run : runs) {
      RunView ended =
          Eventually.found(
              "the end of run " + run,
              () ->
                  Optional.of(client.await(run, Duration.ofSeconds(10)))
                      .filter(view -> view.status().ended()));
      assertThat(ended.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(ended.resultJson()).isEqualTo(Integer.toString(TURNS));
    }
    assertThat(client.list(new RunFilter(null, 100, "turns"))).hasSize(runs.size());
  }

  @Test
  void eachAnswersForAllAndBothWork() {
    first.startCoordinator(options());
    second.startCoordinator(options());
    try (KappaClient one = client(first);
        KappaClient other = client(second)) {
      List<String> runs = startRuns(one);
      Eventually.holds(
          "both have workers",
          () ->
              !Processes.workers(first.data()).isEmpty()
                  && !Processes.workers(second.data()).isEmpty());
      // The same keys at the other one are the same runs.
      assertThat(startRuns(other)).isEqualTo(runs);
      demandResults(other, runs);
    }
  }

  @Test
  void oneIsKilledAndTheOtherGoesOn() {
    first.startCoordinator(options());
    Program killed = second.startCoordinator(options());
    try (KappaClient one = client(first)) {
      List<String> runs = startRuns(one);
      Eventually.holds("both have workers", () -> !Processes.workers(second.data()).isEmpty());
      killed.kill();
      demandResults(one, runs);
    }
  }

  @Test
  void oneIsKilledOnARedisCluster() throws Exception {
    try (OwnCluster cluster = OwnCluster.start(directory.resolve("cluster"))) {
      Program staying = first.startCoordinator(options(cluster.uri()));
      Program killed = second.startCoordinator(options(cluster.uri()));
      try (KappaClient one = client(first)) {
        List<String> runs = startRuns(one);
        Eventually.holds("both have workers", () -> !Processes.workers(second.data()).isEmpty());
        killed.kill();
        demandResults(one, runs);
      }
      staying.end();
    }
  }

  @Test
  void oneLeavesInGoodOrder() {
    first.startCoordinator(options());
    Program leaving = second.startCoordinator(options());
    try (KappaClient one = client(first)) {
      List<String> runs = startRuns(one);
      Eventually.holds("both have workers", () -> !Processes.workers(second.data()).isEmpty());
      leaving.end();
      demandResults(one, runs);
    }
  }

  @Test
  void callWhoseStoreAnotherJoinsEndsAsAlways() {
    String[] common = options();
    List<String> arguments =
        new ArrayList<>(List.of("run", "turns", "--input", "{\"n\":3000}", "--json"));
    arguments.addAll(List.of(common));
    Program call = first.start(arguments.toArray(String[]::new));
    first.awaitRun("turns", run -> run.checkpoints() > 10);
    second.startCoordinator(common);
    assertThat(call.await().exits(0).document().get("result").intValue()).isEqualTo(3000);
  }
}
