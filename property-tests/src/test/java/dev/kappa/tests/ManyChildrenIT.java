package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.api.client.Patience;
import dev.kappa.tests.app.TestApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run on real processes that spawns and awaits children, batch after batch: what Redis and the
 * coordinator's memory hold of it does not depend on how many there were (R10). So many children as
 * the system property {@code kappa.children} says.
 */
final class ManyChildrenIT {
  private static final int CHILDREN = Integer.getInteger("kappa.children", 10_000);
  private static final int BATCH = 500;

  /** A batch that runs, one that is to be collected, and what goes little by little. */
  private static final int MOST_FIELDS = 10 * BATCH;

  private static final int MOST_BYTES = 4 << 20;
  private static final String TASK = "dev.kappa.coordinator.core.TaskState";
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30));

  @TempDir private Path directory;
  private long fields;
  private long bytes;
  private long tasks;

  @Test
  void loopThatSpawnsAndAwaitsIsBoundedInRedisAndInMemory() throws Exception {
    String jar =
        TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData()) {
      Program coordinator =
          kappa.startCoordinator("--jar", jar, "--redis", redis.uri(), "--concurrency", "2");
      var url = kappa.awaitOwner().url();
      try (KappaClient client = new KappaClient(() -> url, PATIENCE)) {
        RunView ended = observed(client, redis, coordinator);
        assertThat(ended.error()).isNull();
        assertThat(ended.resultJson()).isEqualTo(Long.toString(sum(CHILDREN)));
        assertThat(ended.tasks()).isEqualTo(CHILDREN + 1L);
        report(ended);
      }
    }
    assertThat(fields).as("entities in Redis").isBetween(1L, (long) MOST_FIELDS);
    assertThat(bytes).as("bytes in Redis").isBetween(1L, (long) MOST_BYTES);
    assertThat(tasks).as("tasks in memory").isBetween(1L, (long) MOST_FIELDS);
  }

  /** {@return the sum of the numbers below n} */
  private static long sum(long n) {
    return n * (n - 1) / 2;
  }

  /** Looks at the run until it has ended. */
  private RunView observed(KappaClient client, OwnRedis redis, Program coordinator)
      throws IOException, InterruptedException {
    String input = "{\"children\":%d,\"batch\":%d}".formatted(CHILDREN, BATCH);
    String run = client.start(new StartRequest("generations", input, "many")).runId();
    while (true) {
      RunView view = client.await(run, LOOK);
      if (view.status() != RunStatus.RUNNING) {
        return view;
      }
      String key = "kappa:{p%d}:run:%s".formatted(Math.floorMod(run.hashCode(), 16), run);
      fields = Math.max(fields, number(redis.ask("HLEN " + key)));
      bytes = Math.max(bytes, number(redis.ask("MEMORY USAGE " + key + " SAMPLES 0")));
      if (view.tasks() > CHILDREN / 2 && tasks == 0) {
        tasks = live(coordinator.pid());
      }
    }
  }

  private static long number(String reply) {
    String line = reply.lines().findFirst().orElse("");
    return line.startsWith(":") ? Long.parseLong(line.substring(1)) : 0;
  }

  /** {@return how many tasks can be reached in a coordinator's memory} */
  private static long live(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && words[3].equals(TASK))
        .mapToLong(words -> Long.parseLong(words[1]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + TASK + " in " + histogram));
  }

  private void report(RunView ended) {
    Duration took = Duration.between(ended.startedAt(), Objects.requireNonNull(ended.endedAt()));
    System.out.printf(
        "%n%d children in batches of %d: %d ms; at most %d entities and %d bytes in Redis, %d tasks"
            + " in memory half-way%n",
        CHILDREN, BATCH, took.toMillis(), fields, bytes, tasks);
  }
}
