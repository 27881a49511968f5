package dev.kappa.coordinator.bench;

import dev.kappa.coordinator.api.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an application takes with more workers, with one of them killed now and then, and what
 * another program takes for the same.
 */
final class Scaling {
  private final Bench bench;
  private final Subject subject;
  private final Map<String, Taken> taken = new LinkedHashMap<>();

  private Scaling(Bench bench, Subject subject) {
    this.bench = bench;
    this.subject = subject;
  }

  static List<Figures.Table> measure(Bench bench, Subject subject) throws Exception {
    Scaling scaling = new Scaling(bench, subject);
    scaling.run();
    return List.of(scaling.table());
  }

  /** What the same has taken each time. */
  private static final class Taken {
    private final List<Long> nanos = new ArrayList<>();
    private int killed;

    Samples samples() {
      return Samples.of(nanos.stream().mapToLong(Long::longValue).toArray());
    }
  }

  /** All have turns, so that what else the machine does meets all of them. */
  private void run() throws Exception {
    List<Integer> workers = bench.volume().workers();
    for (int i = 0; i < bench.volume().runs(); i++) {
      OptionalLong other = subject.rival().run();
      if (other.isPresent()) {
        taken(subject.rival().name()).nanos.add(other.getAsLong());
      }
      for (int number : workers) {
        String name = number == 1 ? "1 worker" : number + " workers";
        add(taken(name), run(number), other.isPresent());
      }
      killed(workers.getLast(), other.isPresent());
    }
  }

  private Taken taken(String name) {
    return taken.computeIfAbsent(name, none -> new Taken());
  }

  private RunView run(int workers) {
    return bench
        .runs()
        .run(subject.name(), Runs.json(subject.input().apply(workers)), subject.drained());
  }

  private void killed(int workers, boolean compared) throws Exception {
    Taken killed = taken(workers + " workers, one killed every 2 s");
    try (Killer killer = Killer.start()) {
      RunView run = run(workers);
      killed.killed += killer.killed();
      add(killed, run, compared);
    }
  }

  private void add(Taken into, RunView run, boolean compared) throws Exception {
    if (compared) {
      subject.rival().check(Runs.resultOf(run));
    } else {
      Runs.jsonOf(run);
    }
    into.nanos.add(
        Duration.between(run.startedAt(), Objects.requireNonNull(run.endedAt())).toNanos());
  }

  private Figures.Table table() {
    String id = subject.name() + "-workers";
    List<List<String>> rows = new ArrayList<>();
    List<Figures.Point> points = new ArrayList<>();
    Taken rival = taken.get(subject.rival().name());
    for (Map.Entry<String, Taken> each : taken.entrySet()) {
      Samples samples = each.getValue().samples();
      points.add(
          new Figures.Point(
              rows.size(), samples.p50() / 1e6, samples.min() / 1e6, samples.max() / 1e6));
      rows.add(bench.row(id, row(each.getKey(), samples, rival, each.getValue().killed)));
    }
    return new Figures.Table(
        id,
        "%s by number of workers".formatted(subject.name()),
        "A whole run: %s. Seconds from the run's start to its end. %s"
            .formatted(subject.what(), compared(rival != null)),
        List.of("who", "samples", "p50", "min", "max", "× " + subject.rival().name(), "killed"),
        rows,
        new Figures.Chart(
            "who",
            "s",
            false,
            List.copyOf(taken.keySet()),
            List.of(new Figures.Series(subject.name(), points))));
  }

  private String compared(boolean isThere) {
    String name = subject.rival().name();
    return isThere
        ? "Each result was that of %s, which had its turn before.".formatted(name)
        : "%s is not installed here: nothing was compared.".formatted(name);
  }

  private static List<String> row(String who, Samples samples, @Nullable Taken rival, int killed) {
    return List.of(
        who,
        Long.toString(samples.count()),
        Figures.number(samples.p50() / 1e6),
        Figures.number(samples.min() / 1e6),
        Figures.number(samples.max() / 1e6),
        rival == null ? "" : Figures.ratio(samples.p50(), rival.samples().p50()),
        killed == 0 ? "" : Integer.toString(killed));
  }
}
