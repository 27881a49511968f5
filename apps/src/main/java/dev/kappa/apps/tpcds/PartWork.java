package dev.kappa.apps.tpcds;

import dev.kappa.StepContext;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.Scratch;
import dev.kappa.apps.files.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a task's step: an engine that has the task's share of data as tables. */
final class PartWork {
  private static final String OUTPUT = "kappa_output";

  private final Plan plan;
  private final Layout layout;
  private final Scratch scratch;
  private final WorkDirectory work;

  private PartWork(Layout layout, Scratch scratch, WorkDirectory work) {
    this.scratch = scratch;
    this.work = work;
    this.plan = Plan.of(layout.query());
    this.layout = layout;
  }

  /**
   * Does a part of a stage, and leaves its output in files of the run.
   *
   * @return how many rows it has
   */
  static long run(Scratch scratch, Layout layout, Part part) throws IOException {
    try (WorkDirectory work = scratch.work()) {
      return new PartWork(layout, scratch, work).run(part);
    }
  }

  private long run(Part part) throws IOException {
    Stage stage = plan.stage(part.stage());
    try (Engine engine = engine(stage, part.number())) {
      long rows = engine.run("CREATE TEMP TABLE %s AS %s".formatted(OUTPUT, stage.sql()));
      for (int partition = 0; partition < layout.divided(stage); partition++) {
        String query = divided(stage, partition);
        scratch.place(
            Layout.output(part.stage(), part.number(), partition),
            draft -> engine.run(Sql.toParquet(query, draft)));
      }
      return rows;
    }
  }

  /** Does the last part, and writes its rows as CSV. */
  static Tpcds.Result gather(Scratch scratch, Layout layout, @Nullable String output)
      throws IOException {
    try (WorkDirectory work = scratch.work()) {
      return new PartWork(layout, scratch, work).gather(output);
    }
  }

  private Tpcds.Result gather(@Nullable String output) throws IOException {
    String run = StepContext.current().runId();
    OutputFile file = OutputFile.of(output, "tpcds-q%02d-%s.csv".formatted(layout.query(), run));
    Stage stage = plan.stages().getLast();
    Path csv = work.directory().resolve("result.csv");
    try (Engine engine = engine(stage, 0)) {
      long rows = engine.run(Sql.toCsv(stage.sql(), csv));
      file.write(out -> Files.copy(csv, out));
      return new Tpcds.Result(rows, file.place());
    }
  }

  private Engine engine(Stage stage, int number) throws IOException {
    Engine engine = Engine.open(work.directory().resolve("spill-" + stage.name() + number));
    try {
      for (String table : plan.tables(stage)) {
        engine.view(table, tableFiles(stage, table, number));
      }
      for (String earlier : plan.before(stage)) {
        engine.view(earlier, outputs(stage, earlier, number));
      }
      return engine;
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private List<Path> tableFiles(Stage stage, String table, int number) throws IOException {
    List<Integer> all = Layout.upTo(layout.data().number(table));
    boolean shared = stage instanceof Stage.Scan scan && scan.table().equals(table);
    int tasks = layout.tasks(stage.name());
    List<Integer> mine = shared ? all.stream().filter(i -> i % tasks == number).toList() : all;
    return layout.data().files(table, mine, work);
  }

  private List<Path> outputs(Stage stage, String earlier, int number) throws IOException {
    boolean shared = stage instanceof Stage.Join join && join.parts().contains(earlier);
    List<String> names =
        shared
            ? layout.outputs(earlier, number, number + 1)
            : layout.outputs(earlier, 0, layout.divided(plan.stage(earlier)));
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      files.add(scratch.fetched(name, work));
    }
    return files;
  }

  private String divided(Stage stage, int partition) {
    String all = "SELECT * FROM " + OUTPUT;
    return stage.key().isEmpty()
        ? all
        : "%s WHERE hash(%s) %% %d = %d"
            .formatted(all, String.join(", ", stage.key()), layout.partitions(), partition);
  }
}
