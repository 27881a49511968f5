package dev.kappa.apps.tpcds;

import dev.kappa.Task;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   *     until the rows were written
   */
  public record Result(long rows, long micros, String csv) {}

  /** {@return a task that measures} */
  public static Task<Result> measure(Input input) {
    Plan plan = Plan.of(input.query());
    Settings in = Settings.of(input.scale(), null, input.directory(), null);
    return Task.step("whole", () -> whole(plan.query(), in, input.output()))
        .ensure(Task.run("clean", () -> Scratch.current().deleteAll()));
  }

  private static Result whole(int query, Settings in, @Nullable String output) throws IOException {
    Scratch.current().create();
    Plan plan = Plan.of(query);
    DataSet data = Place.of(in).data();
    Path csv = Scratch.current().directory().resolve("whole.csv");
    answer(plan, data, csv);
    long begin = System.nanoTime();
    long rows = answer(plan, data, csv);
    long micros = (System.nanoTime() - begin) / 1000;
    OutputFile file = OutputFile.of(output, "tpcds-whole-q%02d.csv".formatted(query));
    file.write(out -> Files.copy(csv, out));
    return new Result(rows, micros, file.place());
  }

  private static long answer(Plan plan, DataSet data, Path csv) throws IOException {
    Scratch scratch = Scratch.current();
    try (Engine engine = Engine.open(scratch.directory().resolve("spill-whole"))) {
      engine.run("SET threads = " + Runtime.getRuntime().availableProcessors());
      for (String table : Tables.NAMES) {
        engine.view(table, data.files(table, Layout.upTo(data.number(table)), scratch));
      }
      return engine.run(Sql.toCsv(plan.whole(), csv));
    }
  }
}
