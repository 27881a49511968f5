package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.streaming.Streaming;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reads a log faster than is worked waits: what is on its way has a bound. */
final class BackpressureTest {
  private static final int BATCHES = 200;

  @TempDir private Path directory = Path.of("");

  /** Each worker's queues hold two batches each, and it has one itself. */
  @ParameterizedTest
  @CsvSource({"read, 1", "read, 3", "add, 1", "add, 3"})
  void atMostFiveBatchesAWorkerAreOnTheirWay(String slow, int workers) throws IOException {
    Run<Streaming.Result> run =
        KappaTest.of(Streaming::stream, input(workers))
            .stepTakes(slow, Duration.ofSeconds(1))
            .signal("drain", null)
            .run();
    assertThat(run.result().items()).isEqualTo(BATCHES);
    assertThat(run.channels())
        .hasSize(2 * workers)
        .allSatisfy(channel -> assertThat(channel.capacity()).isEqualTo(2))
        .allSatisfy(channel -> assertThat(channel.sent()).isEqualTo(channel.received()));

    // A look cuts two batches a worker, and there is no other before all of them are handed out.
    int onTheirWay = 5 * workers;
    int most = mostBetween(run, "look", 2 * workers, "add");
    assertThat(most).isLessThanOrEqualTo(onTheirWay + 2 * workers);
    if (slow.equals("add")) {
      assertThat(most).as("the queues fill").isGreaterThan(onTheirWay - workers);
    }
  }

  /** {@return how many batches at most were cut off, and not added by the aggregator yet} */
  private static int mostBetween(Run<?> run, String first, int each, String last) {
    int cut = 0;
    int added = 0;
    int most = 0;
    for (Run.Step step : run.steps()) {
      cut += step.name().equals(first) ? each : 0;
      added += step.name().equals(last) ? 1 : 0;
      most = Math.max(most, Math.min(cut, BATCHES) - added);
    }
    return most;
  }

  private Streaming.Input input(int workers) throws IOException {
    String lines =
        IntStream.range(0, BATCHES)
            .mapToObj("{\"key\":\"k\",\"time\":%d,\"value\":1}\n"::formatted)
            .collect(Collectors.joining());
    Path log = Files.createDirectories(directory.resolve("log"));
    Files.writeString(log.resolve("1.jsonl"), lines);
    String output = directory.resolve("report").toString();
    return new Streaming.Input(
        log.toString(), null, null, workers, 1, null, null, null, null, output, null);
  }
}
