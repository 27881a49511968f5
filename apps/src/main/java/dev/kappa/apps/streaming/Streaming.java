package dev.kappa.apps.streaming;

import dev.kappa.Case;
import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.RunFuture;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.Workflows;
import dev.kappa.apps.timeline.Trace;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code streaming}: counts the items of a log, to which a producer outside appends, in
 * windows of time, until the signal {@code drain} comes.
 *
 * <p>A reader cuts the log into batches of whole lines and hands them out in turn: each worker has
 * a queue of its own, in which few batches have room. An aggregator takes what the workers made of
 * them in the same turn, so in the log's order. Therefore what comes out does not depend on who was
 * fast. The tasks hold places in files, and the sums of windows that are not closed yet.
 */
public final class Streaming {
  private static final String PRODUCE = "streaming-produce";
  private static final String DRAIN = "drain";

  /** How many batches wait for a worker, and as many of its answers for the aggregator. */
  private static final int QUEUE = 2;

  private Streaming() {}

  /** {@return both workflows} */
  public static Workflows workflows() {
    return Workflows.of(PRODUCE, Produce.Input.class, Produce::produce)
        .and("streaming", Input.class, Streaming::stream);
  }

  /**
   * The workflow's input.
   *
   * @param log the directory of segments, {@code NUMBER.jsonl}, or a single file, that the producer
   *     appends to, or {@code s3://BUCKET/KEY} for objects; if left out, a directory in the output
   *     directory, which a sample producer fills
   * @param windowMillis how long a window is, 1 to 31,622,400,000 (366 days); 1,000 if left out
   * @param latenessMillis how much later than a window's end other items may be until it is closed,
   *     0 to 31,622,400,000; 1,000 if left out
   * @param workers how many tasks read items, 1 to 64; 4 if left out
   * @param batchBytes how much of the log a step reads, 1 to 1,048,576; 262,144 if left out
   * @param pollMillis how long the reader waits when there is nothing new, 10 to 60,000; 500 if
   *     left out
   * @param top how many of the most frequent keys are told, 1 to 100; 10 if left out
   * @param items if given, a sample producer appends so many items, 1 to 100,000,000, and the run
   *     drains itself after them; 1,000 if {@code log} is left out, too
   * @param rate how many items a second the sample producer appends, 0.1 to 1,000,000; 200 if left
   *     out
   * @param output the file that is written, which must not be there yet; if left out, one in the
   *     output directory
   * @param timeline a file for a picture of the run; if left out, none is drawn
   */
  public record Input(
      @Nullable String log,
      @Nullable Long windowMillis,
      @Nullable Long latenessMillis,
      @Nullable Integer workers,
      @Nullable Integer batchBytes,
      @Nullable Long pollMillis,
      @Nullable Integer top,
      @Nullable Long items,
      @Nullable Double rate,
      @Nullable String output,
      @Nullable String timeline) {}

  /**
   * The workflow's result.
   *
   * @param items how many lines were items, late ones included
   * @param late how many of them came when their window was closed
   * @param malformed how many lines were no items
   * @param windows how many windows there were with items that were not late
   * @param top the keys of most items, late ones included, most frequent first
   * @param report the file that was written
   */
  public record Result(
      long items, long late, long malformed, long windows, List<Ranked> top, String report) {}

  /**
   * A frequent key.
   *
   * @param count how many items had it
   * @param error by how much {@code count} may be too high; 0 unless there were more than 1,000
   *     keys
   */
  public record Ranked(String key, long count, long error) {}

  /**
   * What the run publishes as {@code report} with each batch.
   *
   * @param watermark windows that end by then are closed, in milliseconds since 1970
   * @param open sums of keys in windows that are not closed
   * @param segment the segment up to which all was counted; those before are not needed any more
   * @param last the window that was closed last
   */
  public record Report(
      long items,
      long late,
      long malformed,
      long windows,
      long watermark,
      long open,
      String segment,
      @Nullable Window last,
      List<Ranked> top) {}

  /**
   * A closed window.
   *
   * @param window its beginning, in milliseconds since 1970
   * @param top its most frequent keys, at most 10
   */
  public record Window(long window, long items, List<Mean> top) {}

  /** What a key's items in a window come to. */
  public record Mean(String key, long count, BigDecimal mean) {}

  /** The queues of one worker. */
  record Lane(Channel<Batch> batches, Channel<Tally> tallies) {}

  /**
   * How far the reader is.
   *
   * @param stop whether it was told to read no further than the log goes now
   */
  record Reader(Position at, boolean stop) {}

  /** {@return a task that goes on until it is told to drain, or the sample producer has ended} */
  public static Task<Result> stream(Input input) {
    Settings in = Settings.of(input);
    return Task.step("begin", () -> Job.begin(in))
        .then(Streaming::produced)
        .then(job -> counted(job).ensure(stopProducer(job)))
        .also(result -> Trace.picture(in.timeline(), in.output()))
        .ensure(Task.run("clean", () -> in.scratch().deleteAll()));
  }

  private static Task<Job> produced(Job job) {
    Produce.@Nullable Input sample = job.sample();
    return sample == null
        ? Task.value(job)
        : Task.start(PRODUCE, sample, Produce.Result.class).map(job::with);
  }

  private static Task<Void> stopProducer(Job job) {
    RunFuture<Produce.Result> producer = job.producer();
    return producer == null ? Task.done() : producer.cancel();
  }

  /** All tasks end in the order in which what they wait for is closed; if one fails, all do. */
  private static Task<Result> counted(Job job) {
    return lanes(job.in().workers())
        .then(
            lanes ->
                Task.spawnAll(lanes, lane -> work(lane, job))
                    .and(working -> Task.spawn(() -> read(lanes, job)))
                    .and((working, reading) -> Task.spawn(() -> aggregate(lanes, job)))
                    .then(
                        (working, reading, counting) ->
                            Task.awaitAll(all(working, reading, counting))
                                .then(() -> counting.await())))
        .step("end", counts -> counts.end(job))
        .also(counts -> Task.publish("report", counts.report(job)))
        .map(counts -> counts.result(job));
  }

  private static Task<List<Lane>> lanes(int workers) {
    return Task.fold(
        IntStream.range(0, workers).boxed().toList(),
        List.<Lane>of(),
        (lanes, number) ->
            Task.<Batch>channel(QUEUE)
                .and(Task.<Tally>channel(QUEUE))
                .map((batches, tallies) -> with(lanes, new Lane(batches, tallies))));
  }

  private static List<Lane> with(List<Lane> lanes, Lane lane) {
    List<Lane> more = new ArrayList<>(lanes);
    more.add(lane);
    return more;
  }

  private static List<TaskFuture<?>> all(
      List<TaskFuture<Void>> working, TaskFuture<Void> reading, TaskFuture<Counts> counting) {
    List<TaskFuture<?>> all = new ArrayList<>(working);
    all.add(reading);
    all.add(counting);
    return all;
  }

  // ---- the reader

  private static Task<Void> read(List<Lane> lanes, Job job) {
    return Task.iterate(new Reader(Position.NONE, false), (Reader at) -> turn(at, lanes, job))
        .then(() -> Task.forEach(lanes, lane -> lane.batches().close()));
  }

  private static Task<Loop<Reader, Void>> turn(Reader reader, List<Lane> lanes, Job job) {
    return Task.step(
            "look", () -> Trace.of(job.trace(), () -> job.log().look(reader.at(), reader.stop())))
        .then(look -> look.ended() ? Task.value(Loop.done()) : goOn(look, lanes, job));
  }

  private static Task<Loop<Reader, Void>> goOn(Log.Look look, List<Lane> lanes, Job job) {
    Task<Boolean> stop =
        look.batches().isEmpty() ? pause(job) : handOut(look, lanes).then(() -> isToStop(job));
    return stop.map(so -> Loop.again(new Reader(look.next(), so)));
  }

  private static Task<Void> handOut(Log.Look look, List<Lane> lanes) {
    return Task.forEach(
        IntStream.range(0, look.batches().size()).boxed().toList(),
        i -> lane(lanes, look.first() + i).batches().send(look.batches().get(i)));
  }

  private static Lane lane(List<Lane> lanes, long batch) {
    return lanes.get((int) (batch % lanes.size()));
  }

  private static Task<Boolean> isToStop(Job job) {
    List<Case<Boolean>> cases = stops(job);
    cases.add(Task.otherwise(() -> Task.value(false)));
    return Task.select(cases);
  }

  private static Task<Boolean> pause(Job job) {
    List<Case<Boolean>> cases = stops(job);
    Duration pause = Duration.ofMillis(job.in().pollMillis());
    cases.add(Task.on(Task.after(pause), () -> Task.value(false)));
    return Task.select(cases);
  }

  private static List<Case<Boolean>> stops(Job job) {
    List<Case<Boolean>> cases = new ArrayList<>();
    cases.add(Task.on(Task.signal(DRAIN, Void.class), () -> Task.value(true)));
    RunFuture<Produce.Result> producer = job.producer();
    if (producer != null) {
      cases.add(Task.on(producer, () -> Task.value(true)));
    }
    return cases;
  }

  // ---- workers, and the aggregator

  private static Task<Void> work(Lane lane, Job job) {
    return Task.iterate(
            0L,
            (Long done) ->
                lane.batches()
                    .next()
                    .then(
                        batch ->
                            batch.isEmpty()
                                ? Task.value(Loop.<Long>done())
                                : tally(batch.get(), lane, job)
                                    .map(none -> Loop.<Long, Void>again(done + 1))))
        .then(() -> lane.tallies().close());
  }

  private static Task<Void> tally(Batch batch, Lane lane, Job job) {
    return Task.step("read", () -> Trace.of(job.trace(), () -> Tally.of(batch, job.in())))
        .then(tally -> lane.tallies().send(tally));
  }

  private static Task<Counts> aggregate(List<Lane> lanes, Job job) {
    return Task.iterate(
        Counts.none(job),
        (Counts counts) ->
            lane(lanes, counts.batches())
                .tallies()
                .next()
                .then(
                    tally ->
                        tally.isEmpty()
                            ? Task.value(Loop.done(counts))
                            : add(counts, tally.get(), job).map(Loop::again)));
  }

  private static Task<Counts> add(Counts counts, Tally tally, Job job) {
    return Task.step("add", () -> Trace.of(job.trace(), () -> counts.add(tally, job)))
        .also(more -> Task.publish("report", more.report(job)));
  }
}
