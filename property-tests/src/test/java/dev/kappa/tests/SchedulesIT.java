package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Schedules.Source;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.api.client.Patience;
import dev.kappa.tests.app.TestApplication;
import dev.kappa.wire.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Schedules of real coordinators, of which one is killed. */
final class SchedulesIT {
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30));
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
  private static final String EACH_SECOND =
      """
      {"workflow":"turns","input":{"n":1},"every":"1s","overlap":"ALLOW"}""";

  @TempDir private Path directory;

  @Test
  void eachDueTimeHasOneRunThoughACoordinatorIsKilled() throws Exception {
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
        NAMES.forEach(name -> client.putSchedule(name, EACH_SECOND, Source.CLIENT));
        NAMES.forEach(name -> awaitStarted(client, name, 3));
        killed.kill();
        List<Long> then = NAMES.stream().map(name -> started(client, name)).toList();
        for (int i = 0; i < NAMES.size(); i++) {
          awaitStarted(client, NAMES.get(i), then.get(i) + 5);
        }
        NAMES.forEach(name -> client.pauseSchedule(name, true));
        NAMES.forEach(name -> awaitIdle(client, name));
        demandOneRunEach(client);
      }
    }
  }

  /** The due times follow each other, and are those of all runs that there are. */
  private static void demandOneRunEach(KappaClient client) {
    List<String> expected =
        NAMES.stream().flatMap(name -> runs(name, client.schedule(name).tree())).toList();
    List<RunView> found = client.list(new RunFilter(null, 1000, "turns"));
    assertThat(found).extracting(RunView::runId).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(found).extracting(RunView::status).containsOnly(RunStatus.SUCCEEDED);
  }

  private static Stream<String> runs(String name, JsonNode schedule) {
    assertThat(schedule.path("counts").path("missed").asLong()).isZero();
    assertThat(schedule.path("counts").path("skipped").asLong()).isZero();
    long started = schedule.path("counts").path("started").asLong();
    Instant last = Instant.parse(schedule.path("recent").path(0).path("due").asString());
    return Stream.iterate(last, due -> due.minusSeconds(1))
        .limit(started)
        .map(due -> RunId.of("schedule/" + name + "/" + due));
  }

  private static long started(KappaClient client, String name) {
    return client.schedule(name).tree().path("counts").path("started").asLong();
  }

  private static void awaitStarted(KappaClient client, String name, long count) {
    Eventually.holds(count + " runs of schedule " + name, () -> started(client, name) >= count);
  }

  private static void awaitIdle(KappaClient client, String name) {
    Eventually.holds(
        "schedule " + name + " has no run",
        () -> client.schedule(name).tree().path("running").asLong() == 0);
  }

  @Test
  void theCommandLineMakesShowsAndDeletesThem() {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator("--jar", jar());
      kappa
          .call(
              "schedule",
              "put",
              "s",
              "--workflow",
              "turns",
              "--input",
              "{\"n\":1}",
              "--every",
              "1s")
          .exits(0);
      Eventually.holds(
          "a run of it",
          () -> kappa.call("schedule", "show", "s").exits(0).out().contains("SUCCEEDED"));
      String wrong =
          kappa
              .call("schedule", "put", "w", "--workflow", "turns", "--cron", "0 2 * * 8")
              .exits(2)
              .err();
      assertThat(wrong).contains("KAPPA-113", "day of week '8' at character 9");
      kappa.call("schedule", "delete", "s").exits(0);
      assertThat(kappa.call("schedule", "list").exits(0).out()).isEmpty();
    }
  }

  private String jar() {
    return TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
  }
}
