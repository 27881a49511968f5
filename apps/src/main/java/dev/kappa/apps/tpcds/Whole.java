package dev.kappa.apps.tpcds;

import dev.kappa.Task;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code bench-tpcds-whole}: a query as one, by one engine that has all the data and all
 * processors. It is what the times of plans are measured against.
 */
public final class Whole {
  private Whole() {}

  /**
   * The input.
   *
   * @param scale the scale of the data, which must be there
   * @param query the query's number
   * @param directory where the data of all scales is; if left out, one in the output directory
   * @param output the file that the rows are written to; if left out, one in the output directory
   */
  public record Input(
      @Nullable Double scale,
      @Nullable Integer query,
      @Nullable String directory,
      @Nullable String output) {}

  /**
   * The result.
   *
   * @param micros how long the engine took that was opened second, in microseconds: from opening it
   *     until the rows were written. Before that, the files of the query's tables are compared with
   *     the manifest
   */
  public record Result(long rows, long micros, String csv) {}

  /** {@return a task that measures} */
  public static Task<Result> measure(Input input) {
    Plan plan = Plan.of(input.query());
    Settings in = Settings.of(input.scale(), null, input.directory(), input.output(), null);
    return Task.step("whole", () -> whole(plan.query(), in))
        .ensure(Task.run("clean", () -> in.scratch().deleteAll()));
  }

  private static Result whole(int query, Settings in) throws IOException {
    Plan plan = Plan.of(query);
    DataSet data = Place.of(in).data();
    try (WorkDirectory work = WorkDirectory.ofStep()) {
      Path csv = work.directory().resolve("whole.csv");
      Map<String, List<Path>> tables = tables(plan, data, work);
      answer(plan, tables, csv);
      long begin = System.nanoTime();
      long rows = answer(plan, tables, csv);
      long micros = (System.nanoTime() - begin) / 1000;
      OutputFile file = OutputFile.of(in.output(), "tpcds-whole-q%02d.csv".formatted(query));
      file.write(out -> Files.copy(csv, out));
      return new Result(rows, micros, file.place());
    }
  }

  /** {@return the files of the tables that the query reads, which are as they were written} */
  private static Map<String, List<Path>> tables(Plan plan, DataSet data, WorkDirectory work)
      throws IOException {
    Map<String, List<Path>> tables = new LinkedHashMap<>();
    for (String table : plan.tables()) {
      List<Integer> all = Layout.upTo(data.number(table));
      tables.put(table, data.files(table, all, work));
    }
    return tables;
  }

  private static long answer(Plan plan, Map<String, List<Path>> tables, Path csv)
      throws IOException {
    Path spill = csv.resolveSibling("spill-whole");
    try (Engine engine = Engine.open(spill)) {
      engine.run("SET threads = " + Runtime.getRuntime().availableProcessors());
      for (var table : tables.entrySet()) {
        engine.view(table.getKey(), table.getValue());
      }
      return engine.run(Sql.toCsv(plan.whole(), csv));
    }
  }
}
