package dev.kappa.coordinator.bench;

import dev.kappa.coordinator.api.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What it takes until a worker that must be started first has done what a run asks for: the run of
 * a single step, with a worker that is there and with none.
 */
final class ColdStart {
  private static final String ID = "cold-start";
  private static final String INPUT = "{\"name\":\"Ada\"}";

  private ColdStart() {}

  static List<Figures.Table> measure(Bench bench) {
    int runs = bench.volume().coldStarts();
    long[] warm = new long[runs];
    long[] cold = new long[runs];
    for (int i = 0; i < runs; i++) {
      hello(bench);
      warm[i] = hello(bench);
      cold[i] = cold(bench);
    }
    return List.of(table(bench, Samples.of(warm), Samples.of(cold)));
  }

  private static long hello(Bench bench) {
    return nanos(bench.runs().run("hello", INPUT, false));
  }

  private static long cold(Bench bench) {
    while (true) {
      WorkerProcesses.killAll();
      RunView run = bench.runs().run("hello", INPUT, false);
      // Whoever asks a worker that is just being killed waits for more than a start.
      if (run.attemptsLost() == 0) {
        return nanos(run);
      }
    }
  }

  private static long nanos(RunView run) {
    Runs.jsonOf(run);
    return Duration.between(run.startedAt(), Objects.requireNonNull(run.endedAt())).toNanos();
  }

  private static Figures.Table table(Bench bench, Samples warm, Samples cold) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(bench.row(ID, row("a worker is there", warm, warm)));
    rows.add(bench.row(ID, row("a worker is started", cold, warm)));
    return new Figures.Table(
        ID,
        "Cold start",
        "A run of hello, which has one step, from its start to its end, in milliseconds. A worker that is"
            + " started is a JVM of its own with the handler jar, under AWS's runtime client; it has the"
            + " archive of loaded classes that a local coordinator makes.",
        List.of("hello", "samples", "p50", "min", "max", "× warm"),
        rows,
        new Figures.Chart(
            "hello",
            "ms",
            true,
            List.of("warm", "cold"),
            List.of(
                new Figures.Series(
                    "hello", List.of(Figures.Point.of(0, warm), Figures.Point.of(1, cold))))));
  }

  private static List<String> row(String what, Samples samples, Samples base) {
    return List.of(
        what,
        Long.toString(samples.count()),
        Figures.ms(samples.p50()),
        Figures.ms(samples.min()),
        Figures.ms(samples.max()),
        Figures.ratio(samples.p50(), base.p50()));
  }
}
