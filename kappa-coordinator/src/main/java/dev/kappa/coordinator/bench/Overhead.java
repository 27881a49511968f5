package dev.kappa.coordinator.bench;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What checkpoints cost an application: the same run with checkpoints at other moments. */
final class Overhead {
  private static final int MOST_SHOWN = 500;
  private static final int WORKERS = 4;

  private final Bench bench;
  private final String application;
  private final String input;
  private final boolean drained;
  private final Map<String, Taken> taken = new LinkedHashMap<>();

  private Overhead(Bench bench, String application, Map<String, ?> input, boolean drained) {
    this.bench = bench;
    this.drained = drained;
    this.application = application;
    this.input = Runs.json(input);
    bench.volume().policies().forEach(policy -> taken.put(policy, new Taken()));
  }

  /**
   * {@return a table of the times of runs with each policy}
   *
   * @param what the application does in each of them
   */
  static List<Figures.Table> measure(
      Bench bench, String application, String what, Map<String, ?> input) {
    return measure(new Overhead(bench, application, input, false), what);
  }

  /** The same of an application, with as many workers as are usual. */
  static List<Figures.Table> measure(Bench bench, Subject subject) {
    Map<String, ?> input = subject.input().apply(WORKERS);
    return measure(new Overhead(bench, subject.name(), input, subject.drained()), subject.what());
  }

  private static List<Figures.Table> measure(Overhead overhead, String what) {
    overhead.run();
    return List.of(overhead.table(what));
  }

  /** What the runs with one policy have taken. */
  private static final class Taken {
    private final List<Long> nanos = new ArrayList<>();
    private long checkpoints;

    void add(RunView run) {
      Duration time = Duration.between(run.startedAt(), Objects.requireNonNull(run.endedAt()));
      nanos.add(time.toNanos());
      checkpoints = run.checkpoints();
    }

    Samples samples() {
      return Samples.of(nanos.stream().mapToLong(Long::longValue).toArray());
    }
  }

  /** The policies have turns, so that what else the machine does meets all of them. */
  private void run() {
    String result = result(run(bench.volume().policies().getLast()));
    for (int i = 0; i < bench.volume().runs(); i++) {
      for (Map.Entry<String, Taken> each : taken.entrySet()) {
        RunView run = run(each.getKey());
        requireSame(result, result(run), run);
        each.getValue().add(run);
      }
    }
  }

  private RunView run(String policy) {
    return bench.runs().run("bench-" + application + "-" + policy, input, drained);
  }

  /** {@return the result, without the run's id: a file may be named by it} */
  private static String result(RunView run) {
    return Runs.jsonOf(run).replace(run.runId(), "RUN");
  }

  private static void requireSame(String expected, String result, RunView run) {
    if (!expected.equals(result)) {
      throw new KappaException(
          ErrorCode.INTERNAL,
          "%s gives %s, and before that %s"
              .formatted(run.workflow(), begin(result), begin(expected)));
    }
  }

  private static String begin(String json) {
    return json.length() <= MOST_SHOWN ? json : json.substring(0, MOST_SHOWN) + "…";
  }

  private Figures.Table table(String what) {
    List<List<String>> rows = new ArrayList<>();
    List<Figures.Point> points = new ArrayList<>();
    Samples base = taken.values().iterator().next().samples();
    for (Map.Entry<String, Taken> each : taken.entrySet()) {
      Samples samples = each.getValue().samples();
      points.add(
          new Figures.Point(
              rows.size(), samples.p50() / 1e6, samples.min() / 1e6, samples.max() / 1e6));
      rows.add(
          bench.row(application, row(each.getKey(), samples, base, each.getValue().checkpoints)));
    }
    return new Figures.Table(
        application,
        "Checkpoints in %s".formatted(application),
        "A whole run: %s. With checkpoints after steps only if the last is so old; none: only where a task waits"
                .formatted(what)
            + " or ends, and after the first step that a worker runs of it; each: after each step, as is usual."
            + " Seconds from the run's start to its end; its result was the same each time.",
        List.of("checkpoints", "samples", "p50", "min", "max", "× none", "made in a run"),
        rows,
        new Figures.Chart(
            "checkpoints",
            "s",
            false,
            List.copyOf(taken.keySet()),
            List.of(new Figures.Series(application, points))));
  }

  private static List<String> row(String policy, Samples samples, Samples base, long checkpoints) {
    return List.of(
        policy,
        Long.toString(samples.count()),
        Figures.number(samples.p50() / 1e6),
        Figures.number(samples.min() / 1e6),
        Figures.number(samples.max() / 1e6),
        Figures.ratio(samples.p50(), base.p50()),
        Long.toString(checkpoints));
  }
}
