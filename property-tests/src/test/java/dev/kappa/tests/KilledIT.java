package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.tests.extent.BothModes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whatever process is killed in the middle of a word count: the counts are the same. */
@BothModes
final class KilledIT {
  private static final int COPIES = 6;
  private static final int MAPPERS = 24;

  @TempDir private static Path directory;
  private static IndependentCount expected = IndependentCount.of(Kappa.TEXT).times(COPIES);
  private static Path text = Path.of("");

  @BeforeAll
  static void writeText() throws IOException {
    text = directory.resolve("text.txt");
    try (OutputStream out = Files.newOutputStream(text)) {
      for (int i = 0; i < COPIES; i++) {
        Files.copy(Kappa.TEXT, out);
      }
    }
  }

  @Test
  void workersAreKilled() {
    try (Kappa kappa = Kappa.onNewData();
        Program program = start(kappa)) {
      for (int done = 2; done <= 8; done += 3) {
        awaitTasks(kappa, done);
        ProcessHandle worker =
            Eventually.found(
                "a worker", () -> Processes.workers(kappa.data()).stream().findFirst());
        assertThat(worker.destroyForcibly()).isTrue();
      }
      check(program.await());
    }
  }

  @Test
  void redisIsKilled() {
    try (Kappa kappa = Kappa.onNewData();
        Program program = start(kappa)) {
      for (int done = 2; done <= 8; done += 3) {
        awaitTasks(kappa, done);
        ProcessHandle redis =
            Eventually.found("the embedded Redis", () -> Processes.redis(kappa.data()));
        assertThat(redis.destroyForcibly()).isTrue();
      }
      check(program.await());
    }
  }

  @Test
  void coordinatorIsKilledAndTheRunIsPickedUp() {
    try (Kappa kappa = Kappa.onNewData()) {
      String run;
      try (Program program = start(kappa)) {
        run = awaitTasks(kappa, 2).runId();
        program.kill();
      }
      try (Program second = kappa.start("result", run, "--json")) {
        awaitTasks(kappa, 5);
        second.kill();
      }
      check(kappa.call("result", run, "--json"));
    }
  }

  @Test
  void allProcessesAreKilledAtOnceAndTheRunIsPickedUp() {
    try (Kappa kappa = Kappa.onNewData()) {
      String run;
      try (Program program = start(kappa)) {
        run = awaitTasks(kappa, 3).runId();
        Processes.of(kappa.data()).forEach(ProcessHandle::destroyForcibly);
        program.kill();
      }
      check(kappa.call("result", run, "--json"));
    }
  }

  private static Program start(Kappa kappa) {
    String input = "{\"path\":\"%s\",\"mappers\":%d}".formatted(text, MAPPERS);
    return kappa.start("run", "word-count", "--input", input, "--json");
  }

  /** {@return the run, which is in the middle: so many tasks have ended, and not all mappers} */
  private static RunView awaitTasks(Kappa kappa, int done) {
    RunView run = kappa.awaitRun("word-count", r -> r.tasksDone() >= done);
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    return run;
  }

  private static void check(Called called) {
    JsonNode run = called.exits(0).document();
    JsonNode result = run.get("result");
    assertThat(result.get("total").longValue()).isEqualTo(expected.total());
    assertThat(result.get("distinct").intValue()).isEqualTo(expected.counts().size());
    assertThat(result.get("top").toString()).isEqualTo(expected.top(20));
    assertThat(Path.of(result.get("counts").stringValue()))
        .hasContent(String.join("\n", expected.lines()));
    // The root, the mappers, the reducers: none is lost or doubled.
    assertThat(run.get("tasks").intValue()).isEqualTo(1 + MAPPERS + 4);
  }
}
