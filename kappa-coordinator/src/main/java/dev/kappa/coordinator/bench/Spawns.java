package dev.kappa.coordinator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How long it takes to spawn a task and await it, by the size of its first checkpoint. */
final class Spawns {
  private static final String ID = "spawn";

  private Spawns() {}

  static List<Figures.Table> measure(Bench bench) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    List<Figures.Point> sets = new ArrayList<>();
    List<Figures.Point> starts = new ArrayList<>();
    List<Figures.Point> awaits = new ArrayList<>();
    spawn(bench, 0, bench.volume().warmUp());
    for (int bytes : bench.volume().sizes()) {
      int place = rows.size();
      Samples set = bench.set(bytes);
      JsonNode result = spawn(bench, bytes, bench.volume().samples(bytes));
      Samples start = Samples.of(result.required("start"));
      Samples await = Samples.of(result.required("await"));
      sets.add(Figures.Point.of(place, set));
      starts.add(Figures.Point.of(place, start));
      awaits.add(Figures.Point.of(place, await));
      rows.add(bench.row(ID, row(bytes, start, await, set)));
    }
    return List.of(
        new Figures.Table(
            ID,
            "Spawn and await, by the size of the child's first checkpoint",
            "From the spawn until the child begins, and until its parent has its result; one child after the"
                + " other, on workers that are warm. Milliseconds; the last column is await, p50, against that of"
                + " a bare SET of as many bytes to the same Redis just before.",
            List.of(
                "size",
                "samples",
                "start p50",
                "p95",
                "p99",
                "await p50",
                "p95",
                "p99",
                "SET p50",
                "× SET"),
            rows,
            new Figures.Chart(
                "size of the child's first checkpoint",
                "ms",
                true,
                bench.volume().sizes().stream().map(Sizes::shown).toList(),
                List.of(
                    new Figures.Series("bare SET", sets),
                    new Figures.Series("until it begins", starts),
                    new Figures.Series("until its result", awaits)))));
  }

  private static JsonNode spawn(Bench bench, int bytes, int turns) {
    return bench.measured("bench-spawn", Map.of("turns", turns, "bytes", bytes), "/await", turns);
  }

  private static List<String> row(int bytes, Samples start, Samples await, Samples set) {
    return List.of(
        Sizes.shown(bytes),
        Long.toString(await.count()),
        Figures.ms(start.p50()),
        Figures.ms(start.p95()),
        Figures.ms(start.p99()),
        Figures.ms(await.p50()),
        Figures.ms(await.p95()),
        Figures.ms(await.p99()),
        Figures.ms(set.p50()),
        Figures.ratio(await.p50(), set.p50()));
  }
}
