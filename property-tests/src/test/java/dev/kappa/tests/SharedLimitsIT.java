package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.api.client.Patience;
import dev.kappa.tests.app.TestApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A limit that two runs share holds, and lets each in, whatever process is killed. */
final class SharedLimitsIT {
  private static final int AT_ONCE = 3;
  private static final int GUESTS = 25;
  private static final List<String> PARTIES = List.of("a", "b");
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30));

  @TempDir private Path directory;
  private String jar = "";

  @BeforeEach
  void writeJar() {
    jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
  }

  @Test
  void workersAreKilled() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator(options(redis));
      try (KappaClient client = client(kappa)) {
        List<String> runs = start(client);
        for (int visits = 4; visits <= 24; visits += 10) {
          awaitVisits(visits);
          ProcessHandle worker =
              Eventually.found(
                  "a worker", () -> Processes.workers(kappa.data()).stream().findFirst());
          assertThat(worker.destroyForcibly()).isTrue();
        }
        check(client, runs);
      }
    }
  }

  @Test
  void coordinatorIsKilled() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa first = Kappa.onNewData();
        Kappa second = Kappa.onNewData()) {
      first.startCoordinator(options(redis));
      Program killed = second.startCoordinator(options(redis));
      try (KappaClient client = client(first)) {
        List<String> runs = start(client);
        awaitVisits(8);
        killed.kill();
        check(client, runs);
      }
    }
  }

  @Test
  void runIsTerminated() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator(options(redis));
      try (KappaClient client = client(kappa)) {
        List<String> runs = start(client);
        awaitVisits(4);
        RunView ended = client.terminate(runs.getFirst());
        assertThat(ended.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(end(client, runs.getLast()).resultJson()).isEqualTo(Integer.toString(GUESTS));
      }
    }
  }

  private String[] options(OwnRedis redis) {
    return new String[] {
      "--jar", jar, "--redis", redis.uri(), "--concurrency", "8", "--timeout", "60s"
    };
  }

  private static KappaClient client(Kappa kappa) {
    var url = kappa.awaitOwner().url();
    return new KappaClient(() -> url, PATIENCE);
  }

  private List<String> start(KappaClient client) {
    return PARTIES.stream().map(name -> start(client, name)).toList();
  }

  private String start(KappaClient client, String name) {
    String input = "{\"file\":\"%s\",\"name\":\"%s\",\"n\":%d}".formatted(book(), name, GUESTS);
    return client.start(new StartRequest("party", input, name)).runId();
  }

  private void awaitVisits(int visits) {
    Eventually.holds(
        visits + " visits",
        () -> lines().stream().filter(line -> line.startsWith("out")).count() >= visits);
  }

  private void check(KappaClient client, List<String> runs) throws IOException {
    for (String run : runs) {
      RunView ended = end(client, run);
      assertThat(ended.error()).isNull();
      assertThat(ended.resultJson()).isEqualTo(Integer.toString(GUESTS));
    }
    Set<String> in = new HashSet<>();
    Set<String> all = new HashSet<>();
    int most = 0;
    for (String line : lines()) {
      String guest = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("in ")) {
        in.add(guest);
      } else {
        in.remove(guest);
      }
      all.add(guest);
      most = Math.max(most, in.size());
    }
    assertThat(most).as("guests at once").isEqualTo(AT_ONCE);
    assertThat(all).containsExactlyInAnyOrderElementsOf(guests().toList());
  }

  private static RunView end(KappaClient client, String run) {
    return Eventually.found(
        "the end of run " + run,
        () ->
            Optional.of(client.await(run, Duration.ofSeconds(10)))
                .filter(view -> view.status().ended()));
  }

  private static Stream<String> guests() {
    return PARTIES.stream().flatMap(name -> IntStream.range(0, GUESTS).mapToObj(i -> name + i));
  }

  private Path book() {
    return directory.resolve("guests");
  }

  private List<String> lines() throws IOException {
    return Files.exists(book()) ? Files.readAllLines(book()) : List.of();
  }
}
