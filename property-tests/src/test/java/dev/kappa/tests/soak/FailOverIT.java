package dev.kappa.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.Eventually;
import dev.kappa.tests.extent.OneMode;
import dev.kappa.tests.extent.Thorough;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Measures how long runs stand still when their coordinator is killed. With several coordinators
 * the others take them over; the only one is started again at once. Asserts no time.
 */
@OneMode
@Thorough
final class FailOverIT {
  private static final int RUNS = 4;

  /** One may have had no runs: then another is killed. */
  private static final int MOST_KILLS = 5;

  private static final int PAUSE_MILLIS = 40;
  private static final int ENOUGH_LINES = 20;
  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  @Test
  void runsOfAKilledCoordinatorGoOn() throws Exception {
    SoakSettings settings = SoakSettings.ofProperties(0, 1);
    int times = Integer.getInteger("kappa.soak.times", 1);
    Path directory = Places.fresh("fail-over");
    List<Long> millis = new ArrayList<>();
    try (Cluster cluster = Cluster.start(directory, settings, "--appendfsync", "always");
        AnyCoordinator client = new AnyCoordinator(cluster.urls())) {
      List<Going> runs = start(client, Soak.traces(directory));
      for (int time = 0; time < times || (millis.isEmpty() && time < MOST_KILLS); time++) {
        for (Going run : runs) {
          run.awaitMore();
        }
        Node node = cluster.nodes().get(time % cluster.nodes().size());
        millis.addAll(kill(node, cluster.nodes().size() == 1, runs));
        node.comeBack();
        Eventually.holds("it is back", () -> client.isUp(node.url()));
      }
      end(client, runs);
    }
    print(settings, times, millis);
    assertThat(millis).as("runs that another attempt had to go on with").isNotEmpty();
    Places.delete(directory);
  }

  private static List<Going> start(AnyCoordinator client, Path traces) {
    List<Going> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      String key = "going-" + i;
      Spec spec =
          new Spec(key, "soak-forever", 1, 1, PAUSE_MILLIS, 0, traces.resolve(key + ".log"));
      AnyCoordinator.Answer answer = client.post("/v1/runs", spec.request());
      assertThat(answer.isGood()).as(answer.toString()).isTrue();
      runs.add(new Going(answer.body().get("runId").stringValue(), spec.traces()));
    }
    return runs;
  }

  /** {@return how long each run stood still that another attempt had to go on with} */
  private static List<Long> kill(Node node, boolean only, List<Going> runs) throws IOException {
    for (Going run : runs) {
      run.remember();
    }
    long killed = System.currentTimeMillis();
    node.kill(only ? Duration.ZERO : BOUND.multipliedBy(2));
    List<Long> millis = new ArrayList<>();
    for (Going run : runs) {
      long went = run.awaitNextAttempt(killed);
      if (went >= 0) {
        millis.add(went);
      }
    }
    return millis;
  }

  private static void end(AnyCoordinator client, List<Going> runs) {
    for (Going run : runs) {
      assertThat(client.post("/v1/runs/" + run.run + "/cancel", "").isGood()).isTrue();
    }
    for (Going run : runs) {
      Eventually.holds(
          run.run + " has ended",
          () -> client.get("/v1/runs/" + run.run + "/result?wait=3s").status() == 200);
    }
  }

  private static void print(SoakSettings settings, int times, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    System.out.printf(
        "%nfail-over: %d coordinators, %d kills, their lease %d s: %d runs went on after p50 %s ms, most"
            + " %s ms; all: %s%n",
        settings.coordinators(),
        times,
        FaultPlan.COORDINATOR_LEASE.toSeconds(),
        sorted.size(),
        sorted.isEmpty() ? "-" : sorted.get(sorted.size() / 2),
        sorted.isEmpty() ? "-" : sorted.getLast(),
        sorted);
  }

  /** A run that makes steps all the time. */
  private static final class Going {
    private final String run;
    private final Path traces;
    private int seen;
    private long epoch;

    Going(String run, Path traces) {
      this.run = run;
      this.traces = traces;
    }

    void awaitMore() throws IOException {
      await(() -> Line.read(traces).size() > seen + ENOUGH_LINES);
    }

    void remember() throws IOException {
      List<Line> lines = Line.read(traces);
      seen = lines.size();
      epoch = lines.stream().mapToLong(Line::epoch).max().orElse(0);
    }

    /** {@return how long after {@code killed} the next attempt made a step; -1 if none had to} */
    long awaitNextAttempt(long killed) throws IOException {
      long[] millis = {-1};
      await(
          () -> {
            List<Line> lines = Line.read(traces);
            for (Line line : lines) {
              if (line.epoch() > epoch && line.millis() >= killed) {
                millis[0] = line.millis() - killed;
                return true;
              }
            }
            return lines.size() > seen + ENOUGH_LINES;
          });
      return millis[0];
    }

    private void await(Condition condition) throws IOException {
      long end = System.nanoTime() + BOUND.toNanos();
      while (!condition.holds()) {
        assertThat(System.nanoTime()).as(run + " makes no steps").isLessThan(end);
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }
}
