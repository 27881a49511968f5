package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real workers count what a producer outside appends, while they are killed, until they drain. */
final class StreamingIT {
  private static final int WINDOW = 500;
  private static final int LATENESS = 300;

  @TempDir private Path directory = Path.of("");
  private Path log = Path.of("");

  @BeforeEach
  void makeLog() throws IOException {
    log = Files.createDirectories(directory.resolve("log"));
  }

  /** Some 1,000 items come in a second, so a worker is killed about every 2 s. */
  @Test
  void workersAreKilledWhileItemsCome() {
    try (Kappa kappa = Kappa.onNewData();
        ItemProducer producer = ItemProducer.start(log)) {
      kappa.startCoordinator();
      String run = start(kappa);
      for (int kills = 1; kills <= 5; kills++) {
        awaitItems(kappa, run, kills * 2_000L);
        ProcessHandle worker =
            Eventually.found(
                "a worker", () -> Processes.workers(kappa.data()).stream().findFirst());
        assertThat(worker.destroyForcibly()).isTrue();
      }
      awaitItems(kappa, run, 11_000);
      long items = producer.end();
      kappa.call("signal", run, "drain").exits(0);
      check(kappa.call("result", run, "--json"), items);
    }
  }

  @Test
  void allProcessesAreKilledAtOnceAndTheRunGoesOn() {
    try (Kappa kappa = Kappa.onNewData();
        ItemProducer producer = ItemProducer.start(log)) {
      String run;
      try (Program coordinator = kappa.startCoordinator("--durability", "fsync")) {
        run = start(kappa);
        awaitItems(kappa, run, 2_000);
        Processes.of(kappa.data()).forEach(ProcessHandle::destroyForcibly);
        coordinator.kill();
      }
      kappa.startCoordinator();
      awaitItems(kappa, run, 6_000);
      long items = producer.end();
      kappa.call("signal", run, "drain").exits(0);
      check(kappa.call("result", run, "--json"), items);
    }
  }

  @Test
  void aSampleIsShownWhereThereIsNoLog() {
    try (Kappa kappa = Kappa.onNewData()) {
      JsonNode result =
          kappa
              .call("run", "streaming", "--input", "{}", "--json")
              .exits(0)
              .document()
              .get("result");
      assertThat(result.get("items").longValue()).isEqualTo(1000);
      Path report = Path.of(result.get("report").stringValue());
      assertThat(report).isRegularFile().hasParent(kappa.data().resolve("output"));
    }
  }

  private String start(Kappa kappa) {
    String input =
        "{\"log\":\"%s\",\"windowMillis\":%d,\"latenessMillis\":%d,\"batchBytes\":8192,\"pollMillis\":100}"
            .formatted(log, WINDOW, LATENESS);
    Called called = kappa.call("run", "streaming", "--input", input, "--detach", "--json");
    return called.exits(0).document().get("runId").stringValue();
  }

  /** Waits until so many items were counted: what the run has published says so. */
  private static void awaitItems(Kappa kappa, String run, long items) {
    Eventually.holds(
        items + " items are counted",
        () ->
            Optional.ofNullable(kappa.find(run).values().get("report"))
                .map(JsonMapper.shared()::readTree)
                .filter(report -> report.get("items").longValue() >= items)
                .isPresent());
  }

  private void check(Called called, long items) {
    JsonNode run = called.exits(0).document();
    assertThat(run.get("attemptsLost").intValue()).isPositive();
    JsonNode result = run.get("result");
    assertThat(List.copyOf(result.propertyNames()))
        .containsExactly("items", "late", "malformed", "windows", "top", "report");
    assertThat(result.get("items").longValue()).isEqualTo(items);
    assertThat(result.get("malformed").longValue()).isZero();
    try (WindowQuery query = new WindowQuery(log, WINDOW, LATENESS)) {
      query.check(StreamReport.read(result.get("report").stringValue()));
      assertThat(result.get("late").longValue())
          .isEqualTo(query.number("count(*) FILTER (late)"))
          .isPositive();
      assertThat(result.get("top").valueStream().map(StreamingIT::ranked)).isEqualTo(query.top(10));
    }
  }

  private static String ranked(JsonNode top) {
    return top.get("key").stringValue() + "=" + top.get("count").longValue();
  }
}
