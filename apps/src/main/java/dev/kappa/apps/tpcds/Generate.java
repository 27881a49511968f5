package dev.kappa.apps.tpcds;

import dev.kappa.Fan;
import dev.kappa.Task;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.timeline.Trace;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code tpcds-generate}: makes the data of the TPC-DS benchmark, in Parquet. Tasks
 * generate ranges of rows. What is there already is not made again.
 */
public final class Generate {
  private Generate() {}

  /**
   * The workflow's input.
   *
   * @param scale the benchmark's scale factor, above 0 to 100,000; 1 if left out. Below 1 there are
   *     fewer rows of all but the fixed tables
   * @param workers how many tasks generate at once, 1 to 64; 4 if left out
   * @param directory where the data of all scales is, a path or {@code s3://BUCKET/KEY}; if left
   *     out, one in the output directory
   * @param timeline a file for a picture of the run; if left out, none is drawn
   */
  public record Input(
      @Nullable Double scale,
      @Nullable Integer workers,
      @Nullable String directory,
      @Nullable String timeline) {}

  /**
   * The workflow's result.
   *
   * @param directory where the tables are
   * @param files how many files they have
   * @param bytes how large all of them are
   */
  public record Result(String directory, long files, long bytes) {}

  /** {@return a task that makes the data, if there is none} */
  public static Task<Result> generate(Input input) {
    Settings in =
        Settings.of(input.scale(), input.workers(), input.directory(), null, input.timeline());
    return Task.step("look", () -> look(in))
        .then(found -> found.whole() ? Task.value(found.place()) : make(found.place(), in))
        .also(place -> Trace.picture(in.timeline(), in.near()))
        .step("measure", place -> place.data().measured())
        .ensure(Task.run("clean", () -> in.scratch().deleteAll()));
  }

  record Found(Place place, boolean whole) {}

  private static Found look(Settings in) throws IOException {
    OutputFile.check(null, in.timeline());
    Place place = Place.of(in);
    boolean whole = place.hasData();
    if (!whole) {
      place.requireSpace(in);
    }
    in.scratch().create();
    return new Found(place, whole);
  }

  private static Task<Place> make(Place place, Settings in) {
    return Task.using(
        Task.step("begin", () -> place.begin()),
        draft ->
            pieces(draft, in)
                .run("publish", files -> place.publish(draft, files))
                .map(published -> place),
        draft -> Task.run("drop", () -> place.drop(draft)));
  }

  /** {@return a task that gives the files of all pieces} */
  private static Task<List<Listed>> pieces(DataSet draft, Settings in) {
    return Task.spawnAll(
            Piece.all(in.scale()), Fan.atMost(in.workers()), piece -> piece(piece, draft, in))
        .then(Task::awaitAll)
        .map(files -> files.stream().flatMap(List::stream).toList());
  }

  private static Task<List<Listed>> piece(Piece piece, DataSet draft, Settings in) {
    return Task.step(
        "generate", () -> Trace.of(in.trace(), () -> Generator.write(piece, in.scale(), draft)));
  }
}
