package dev.kappa.apps.tpcds;

import dev.kappa.RunFuture;
import dev.kappa.Semaphore;
import dev.kappa.Start;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.Workflows;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.timeline.Trace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code tpcds}: a query of the TPC-DS benchmark, as stages of tasks.
 *
 * <p>A task gives its share of data to an engine of its own, and leaves what that finds in files of
 * the run, divided by a key for the tasks of a later stage. A stage begins when those are done that
 * it reads; others go on at the same time. No row passes through a checkpoint.
 */
public final class Tpcds {
  private static final String GENERATE = "tpcds-generate";

  private Tpcds() {}

  /** {@return both workflows} */
  public static Workflows workflows() {
    return Workflows.of(GENERATE, Generate.Input.class, Generate::generate)
        .and("tpcds", Input.class, Tpcds::query);
  }

  /**
   * The workflow's input.
   *
   * @param scale the scale of the data, as for {@link Generate.Input}. If there is none, it is made
   * @param query the query's number
   * @param workers how many tasks work at once, and into how many parts data is divided, 1 to 64; 4
   *     if left out
   * @param directory where the data of all scales is, a path or {@code s3://BUCKET/KEY}; if left
   *     out, one in the output directory
   * @param output the file that the rows are written to; if left out, one in the output directory
   * @param timeline a file for a picture of the run; if left out, none is drawn
   */
  public record Input(
      @Nullable Double scale,
      @Nullable Integer query,
      @Nullable Integer workers,
      @Nullable String directory,
      @Nullable String output,
      @Nullable String timeline) {}

  /**
   * The workflow's result.
   *
   * @param rows how many rows the query gives
   * @param csv a file with them, in the query's order, below a line with the columns' names
   */
  public record Result(long rows, String csv) {}

  /** {@return a task that answers a query} */
  public static Task<Result> query(Input input) {
    Plan plan = Plan.of(input.query());
    Settings in =
        Settings.of(
            input.scale(), input.workers(), input.directory(), input.output(), input.timeline());
    return data(in)
        .step("plan", data -> plan(plan.query(), data, in))
        .also(layout -> stages(layout, in))
        .step("result", layout -> gather(layout, in))
        .also(result -> Trace.picture(in.timeline(), in.near()))
        .ensure(Task.run("clean", () -> in.scratch().deleteAll()));
  }

  private static Layout plan(int query, DataSet data, Settings in) throws IOException {
    in.scratch().create();
    return Layout.of(Plan.of(query), data, in.workers());
  }

  // ---- the data

  /** What is to be done for the data: nothing, or to wait for the run that makes it. */
  record Need(Place place, @Nullable String ticket) {}

  private static Task<DataSet> data(Settings in) {
    return Task.step("look", () -> look(in))
        .also(need -> need.ticket() == null ? Task.done() : generated(need, need.ticket(), in))
        .map(need -> need.place().data());
  }

  private static Need look(Settings in) throws IOException {
    OutputFile.check(in.output(), in.timeline());
    Place place = Place.of(in);
    if (place.hasData()) {
      return new Need(place, null);
    }
    place.requireSpace(generating(in));
    return new Need(place, place.ticket());
  }

  /** What the run is told that makes the data, which is the same whoever starts it. */
  private static Settings generating(Settings in) {
    return Settings.of(in.scale(), null, in.directory(), null, null);
  }

  /** All runs that hold the same ticket wait for one run. Each gives it back after its end. */
  private static Task<Void> generated(Need need, String ticket, Settings in) {
    Task<Void> forget = Task.run("forget", () -> need.place().forget(ticket));
    String directory = need.place().base();
    return Task.start(
            GENERATE,
            Start.key("tpcds " + ticket),
            new Generate.Input(in.scale(), null, directory, null),
            Generate.Result.class)
        .then(RunFuture::await)
        .recover(Exception.class, e -> forget.then(() -> Task.fail(e)))
        .then(() -> forget);
  }

  // ---- the stages

  private static Task<Void> stages(Layout layout, Settings in) {
    List<String> names = List.copyOf(layout.tasks().keySet());
    return Semaphore.create(in.workers())
        .then(
            workers ->
                Task.fold(
                    names.subList(0, names.size() - 1),
                    Map.<String, TaskFuture<Long>>of(),
                    (begun, name) ->
                        Task.spawn(() -> stage(name, begun, layout, workers, in))
                            .map(future -> with(begun, name, future))))
        .then(all -> Task.awaitAll(all.values()))
        .then(() -> Task.done());
  }

  /** {@return a task that gives how many rows the stage has put out} */
  private static Task<Long> stage(
      String name,
      Map<String, TaskFuture<Long>> begun,
      Layout layout,
      Semaphore workers,
      Settings in) {
    Plan plan = Plan.of(layout.query());
    List<String> before = plan.before(plan.stage(name));
    return Task.awaitAll(before.stream().map(begun::get).toList())
        .then(
            () ->
                Task.spawnAll(
                    layout.parts(name), part -> workers.with(() -> part(layout, part, in))))
        .then(Task::awaitAll)
        .map(rows -> rows.stream().mapToLong(n -> n).sum());
  }

  private static Task<Long> part(Layout layout, Part part, Settings in) {
    return Task.step(
        part.stage(), () -> Trace.of(in.trace(), () -> PartWork.run(in.scratch(), layout, part)));
  }

  private static Result gather(Layout layout, Settings in) throws Throwable {
    return Trace.of(in.trace(), () -> PartWork.gather(in.scratch(), layout, in.output()));
  }

  private static <T> Map<String, T> with(Map<String, T> map, String name, T value) {
    Map<String, T> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }
}
