package dev.kappa.coordinator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long a task stands still at its checkpoints, by their size. */
final class Checkpoints {
  private static final String ID = "checkpoints";
  private static final int SMALL = 1 << 10;
  private static final List<String> MODES = List.of("NONE", "ASYNC", "SYNC");

  private final Bench bench;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<List<Figures.Point>> points = new ArrayList<>();

  private Checkpoints(Bench bench) {
    this.bench = bench;
    points.add(new ArrayList<>());
    MODES.forEach(mode -> points.add(new ArrayList<>()));
  }

  static List<Figures.Table> measure(Bench bench) throws Exception {
    return new Checkpoints(bench).measure();
  }

  private List<Figures.Table> measure() throws Exception {
    for (String mode : MODES) {
      stall(SMALL, bench.volume().warmUp(), 0, mode);
    }
    List<Integer> sizes = bench.volume().sizes();
    for (int place = 0; place < sizes.size(); place++) {
      int bytes = sizes.get(place);
      Samples set = bench.set(bytes);
      add(place, 0, "bare SET", set, set);
      for (int mode = 0; mode < MODES.size(); mode++) {
        int turns = bench.volume().samples(bytes);
        Samples stall = stall(bytes, turns, bench.volume().everyMillis(), MODES.get(mode));
        add(place, mode + 1, MODES.get(mode), stall, set);
      }
    }
    return List.of(table(sizes.stream().map(Sizes::shown).toList()));
  }

  private Samples stall(int bytes, int turns, int every, String mode) {
    Map<String, ?> input =
        Map.of("turns", turns, "bytes", bytes, "everyMillis", every, "mode", mode);
    return Samples.of(bench.measured("bench-stall", input, "", turns));
  }

  private void add(int place, int series, String what, Samples samples, Samples set) {
    points.get(series).add(Figures.Point.of(place, samples));
    rows.add(
        bench.row(
            ID,
            List.of(
                Sizes.shown(bench.volume().sizes().get(place)),
                what,
                Long.toString(samples.count()),
                Figures.ms(samples.p50()),
                Figures.ms(samples.p95()),
                Figures.ms(samples.p99()),
                Figures.ms(samples.max()),
                Figures.ratio(samples.p50(), set.p50()))));
  }

  private Figures.Table table(List<String> places) {
    List<Figures.Series> series = new ArrayList<>();
    series.add(new Figures.Series("bare SET", points.getFirst()));
    for (int mode = 0; mode < MODES.size(); mode++) {
      series.add(new Figures.Series(MODES.get(mode), points.get(mode + 1)));
    }
    return new Figures.Table(
        ID,
        "A checkpoint every %d ms".formatted(bench.volume().everyMillis()),
        "How long the task stands still: from the end of a step's body to the beginning of the next. The step"
            + " waits, and gives as many new bytes as the checkpoint is to hold. NONE: no checkpoint in"
            + " between. Milliseconds; the last column is p50 against that of a bare SET of as many bytes to"
            + " the same Redis just before.",
        List.of("size", "checkpoint", "samples", "p50", "p95", "p99", "max", "× SET"),
        rows,
        new Figures.Chart("size of the checkpoint", "ms", true, places, series));
  }
}
