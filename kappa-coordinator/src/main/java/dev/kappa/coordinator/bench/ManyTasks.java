package dev.kappa.coordinator.bench;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How many tasks a second can be spawned and awaited. */
final class ManyTasks {
  private static final String ID = "tasks";
  private static final int SMALL = 1 << 10;

  private ManyTasks() {}

  static List<Figures.Table> measure(Bench bench) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    List<Figures.Point> rates = new ArrayList<>();
    spawn(bench, bench.volume().warmUp());
    for (int tasks : bench.volume().tasks()) {
      Samples set = bench.set(SMALL);
      Samples all = repeated(bench, tasks);
      rates.add(
          new Figures.Point(
              rows.size(), rate(tasks, all.p50()), rate(tasks, all.max()), rate(tasks, all.min())));
      rows.add(bench.row(ID, row(tasks, all, set)));
    }
    return List.of(
        new Figures.Table(
            ID,
            "Tasks that are spawned at once and awaited",
            "Of a task that does nothing, from one spawnAll to the end of the awaitAll. Milliseconds; a sample is"
                + " all the tasks. The last column is p50 for each task against that of a bare SET of 1 KiB to"
                + " the same Redis just before.",
            List.of("tasks", "samples", "p50", "min", "max", "tasks/s", "SET p50", "× SET"),
            rows,
            new Figures.Chart(
                "tasks",
                "tasks/s",
                true,
                bench.volume().tasks().stream().map(tasks -> Integer.toString(tasks)).toList(),
                List.of(new Figures.Series("tasks/s", rates)))));
  }

  private static Samples repeated(Bench bench, int tasks) {
    long[] nanos = new long[bench.volume().runs()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = spawn(bench, tasks) * 1000;
    }
    return Samples.of(nanos);
  }

  private static long spawn(Bench bench, int tasks) {
    JsonNode result = bench.runs().result("bench-tasks", Map.of("tasks", tasks));
    if (result.required("tasks").longValue() != tasks) {
      throw new KappaException(
          ErrorCode.INTERNAL, "bench-tasks: %s of %d tasks".formatted(result, tasks));
    }
    return result.required("micros").longValue();
  }

  private static List<String> row(int tasks, Samples all, Samples set) {
    return List.of(
        Integer.toString(tasks),
        Long.toString(all.count()),
        Figures.ms(all.p50()),
        Figures.ms(all.min()),
        Figures.ms(all.max()),
        Figures.number(rate(tasks, all.p50())),
        Figures.ms(set.p50()),
        Figures.ratio(all.p50() / tasks, set.p50()));
  }

  private static double rate(int tasks, double micros) {
    return tasks / (micros / 1e6);
  }
}
