package dev.kappa.apps.streaming;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import java.io.IOException;
import java.time.Instant;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code streaming-produce}: appends sample items to a log, as time goes on. It begins a
 * segment of its own. What a step writes is given by the items' numbers and goes to a place that it
 * holds: a step that is run again writes the same bytes there.
 */
public final class Produce {
  private static final int SEGMENT_BYTES = 1 << 24;
  private static final int MOST_AT_ONCE = 5_000;
  private static final int WRITES_A_SECOND = 10;

  /** Up to here all have as many digits. */
  private static final int MOST_NUMBERS = 999_999;

  private Produce() {}

  /**
   * The workflow's input.
   *
   * @param log the directory that gets the segments; it is made if it is not there. Or {@code
   *     s3://BUCKET/KEY}: there each write, about one a second, is a segment
   * @param rate how many items a second, 0.1 to 1,000,000; 200 if left out
   * @param items how many items, 1 to 100,000,000; 1,000 if left out
   * @param seed chooses the items; 1 if left out
   * @param segmentBytes when a segment has so many bytes the next one is begun, 1 to 1,073,741,824;
   *     16,777,216 if left out
   */
  public record Input(
      @Nullable String log,
      @Nullable Double rate,
      @Nullable Long items,
      @Nullable Long seed,
      @Nullable Integer segmentBytes) {}

  /**
   * The workflow's result.
   *
   * @param log the directory
   * @param segments how many segments it wrote
   */
  public record Result(String log, long items, int segments) {}

  /**
   * What is to be appended.
   *
   * @param first the number of the first segment
   */
  record Plan(Log log, Sample sample, long items, int segmentBytes, int first) {}

  /** The place of the next item. */
  record Place(long item, int segment, long offset) {}

  /** {@return a task that appends items} */
  public static Task<Result> produce(Input input) {
    if (input.log() == null) {
      throw Settings.invalid("log: missing (expected: a directory)");
    }
    double rate = Settings.rate(input.rate());
    long items = Settings.bounded("items", input.items(), 1_000, 1, Settings.MOST_ITEMS);
    int segmentBytes =
        input.segmentBytes() == null
            ? SEGMENT_BYTES
            : (int) Bounds.check("segmentBytes", input.segmentBytes(), 1, 1 << 30);
    long seed = input.seed() == null ? 1 : input.seed();
    String log = input.log();
    return Task.step("begin", () -> begin(log, new Sample(seed, now(), rate), items, segmentBytes))
        .then(Produce::append);
  }

  private static long now() {
    return Instant.now().toEpochMilli();
  }

  private static Plan begin(String given, Sample sample, long items, int segmentBytes)
      throws IOException {
    LogPlace place = LogPlace.of(given, true);
    if (place.isSingle()) {
      throw Settings.invalid("log: '%s' is a file (expected: a directory)".formatted(place));
    }
    Log log = new Log(place, Batch.MOST_BYTES, 1);
    NavigableMap<Integer, Segment> there = place.segments(0);
    int first = there.isEmpty() ? 1 : place.last(there.firstKey()) + 1;
    if (!place.grows()) {
      requireNumbers(first, items, some(sample, place));
    }
    return new Plan(log, sample, items, segmentBytes, first);
  }

  /** Where each write is a segment, numbers may run out: that is told before there is any. */
  static void requireNumbers(int first, long items, long some) {
    long last = first - 1 + (items + some - 1) / some;
    if (last > MOST_NUMBERS) {
      throw Settings.invalid(
          "items: %d, %d at a time, make segments up to number %d (expected: at most %d; fewer items, a higher rate, or a new log)"
              .formatted(items, some, last, MOST_NUMBERS));
    }
  }

  private static Task<Result> append(Plan plan) {
    return Task.iterate(
        new Place(0, plan.first(), 0),
        (Place at) ->
            at.item() == plan.items()
                ? Task.value(Loop.done(result(plan, at)))
                : turn(plan, at).map(Loop::again));
  }

  private static Result result(Plan plan, Place end) {
    int segments = end.segment() - plan.first() + (end.offset() > 0 ? 1 : 0);
    return new Result(plan.log().place().toString(), end.item(), segments);
  }

  private static Task<Place> turn(Plan plan, Place at) {
    Instant due = Instant.ofEpochMilli(plan.sample().due(at.item()));
    return Task.sleepUntil(due).step("append", none -> write(plan, at));
  }

  private static Place write(Plan plan, Place at) throws IOException {
    LogPlace log = plan.log().place();
    long to = Math.min(plan.items(), at.item() + some(plan.sample(), log));
    byte[] lines = plan.sample().lines(at.item(), to);
    log.write(at.segment(), at.offset(), lines);
    long end = at.offset() + lines.length;
    return log.grows() && end < plan.segmentBytes()
        ? new Place(to, at.segment(), end)
        : new Place(to, at.segment() + 1, 0);
  }

  private static long some(Sample sample, LogPlace log) {
    return Math.clamp((long) (sample.rate() / aSecond(log)), 1, MOST_AT_ONCE);
  }

  /** Where each write is a segment, there should be few. */
  private static int aSecond(LogPlace log) {
    return log.grows() ? WRITES_A_SECOND : 1;
  }
}
