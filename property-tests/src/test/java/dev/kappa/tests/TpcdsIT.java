package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.tests.extent.Thorough;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Real workers answer queries of TPC-DS as one DuckDB does. The data is as large as it must be for
 * orders that left from two warehouses, since three of the queries look for those.
 */
@Thorough
final class TpcdsIT {
  private static final String SCALE = "0.4";

  @Test
  void dataIsMadeOnceAndQueriesAreAnswered(@TempDir Path directory) throws IOException {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator();
      try (Program one = kappa.start(call(95));
          Program other = kappa.start(call(94))) {
        kill(kappa, "tpcds-generate");
        Called first = one.await();
        Called second = other.await();
        assertThat(runsOf(kappa, "tpcds-generate"))
            .singleElement()
            .satisfies(run -> assertThat(run.attemptsLost()).isPositive());
        assertThat(entries(kappa.data().resolve("output/tpcds"))).containsExactly("sf-" + SCALE);
        Path data = kappa.data().resolve("output/tpcds/sf-" + SCALE);
        try (WholeQuery whole = new WholeQuery(data, directory)) {
          check(first, whole, 95);
          check(second, whole, 94);
          check(kappa.call(call(16)), whole, 16);
          check(killed(kappa), whole, 1);
        }
      }
      assertThat(entries(kappa.data().resolve("output"))).noneMatch(name -> name.contains("parts"));
    }
  }

  /** A query whose worker is killed when it has done something. */
  private static Called killed(Kappa kappa) {
    try (Program program = kappa.start(call(1))) {
      kill(kappa, "tpcds");
      Called called = program.await();
      assertThat(called.document().get("attemptsLost").intValue()).isPositive();
      return called;
    }
  }

  /** Kills all workers, those of others too, when a run has done something. */
  private static void kill(Kappa kappa, String workflow) {
    kappa.awaitRun(
        workflow,
        run -> run.status() == RunStatus.RUNNING && run.tasks() > 3 && run.checkpoints() > 6);
    Eventually.holds("there are workers", () -> !Processes.workers(kappa.data()).isEmpty());
    Processes.workers(kappa.data()).forEach(ProcessHandle::destroyForcibly);
  }

  private static void check(Called called, WholeQuery whole, int query) throws IOException {
    JsonNode result = called.exits(0).document().get("result");
    assertThat(List.copyOf(result.propertyNames())).containsExactly("rows", "csv");
    List<String> lines = Files.readAllLines(Path.of(result.get("csv").stringValue()));
    assertThat(result.get("rows").intValue()).isEqualTo(lines.size() - 1).isPositive();
    assertThat(lines.get(1)).as("query %d", query).doesNotStartWith("0,");
    whole.check(query, lines);
  }

  private static String[] call(int query) {
    String input = "{\"scale\":%s,\"query\":%d,\"workers\":4}".formatted(SCALE, query);
    return new String[] {"run", "tpcds", "--input", input, "--json"};
  }

  private static List<RunView> runsOf(Kappa kappa, String workflow) {
    URI url = kappa.awaitOwner().url();
    try (KappaClient client = new KappaClient(() -> url)) {
      return client.list(new RunFilter(null, 10, workflow));
    }
  }

  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
