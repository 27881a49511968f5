package dev.kappa.apps.grep;

import dev.kappa.Channel;
import dev.kappa.Task;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.Storage;
import dev.kappa.apps.timeline.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code grep}: finds the lines of a file, or of all files of a place, that match a
 * pattern.
 *
 * <p>The files are cut into chunks at any byte. Task <i>w</i> of <i>n</i> looks through the chunks
 * <i>w</i>, <i>w + n</i>, and so on. A line that goes on in the next chunk, and how many lines came
 * before it, is handed to the task that has that chunk, by a channel: the tasks form a ring. What
 * was found is in files of the run until the last step sorts it.
 */
public final class Grep {
  private Grep() {}

  /**
   * The workflow's input.
   *
   * @param path a file, a directory for all files below it, or a path with wildcards, as the
   *     workers see it
   * @param pattern what is looked for. Several lines are several patterns, as for grep
   * @param fixed whether the pattern is the text itself; else it is a regular expression of RE2
   * @param chunkBytes how large a chunk is, 1 to 1 GiB; 4 MiB if left out. At most 20,000 chunks
   * @param workers how many tasks look, 1 to 256; 4 if left out
   * @param lineNumbers whether lines are written with their numbers, grep's {@code -n}; true if
   *     left out
   * @param count whether the numbers of matching lines are written, and not the lines, grep's
   *     {@code -c}
   * @param text whether files with a zero byte are searched as well, grep's {@code -a}
   * @param output the file that is written; if left out, one in the run's output directory
   * @param timeline a file for a picture of the run; if left out, none is drawn
   */
  public record Input(
      @Nullable String path,
      @Nullable String pattern,
      @Nullable Boolean fixed,
      @Nullable Long chunkBytes,
      @Nullable Integer workers,
      @Nullable Boolean lineNumbers,
      @Nullable Boolean count,
      @Nullable Boolean text,
      @Nullable String output,
      @Nullable String timeline) {}

  /**
   * The workflow's result.
   *
   * @param matches how many lines match
   * @param files how many files have such a line
   * @param output a file with the lines that {@code grep -rn} prints, sorted by their bytes
   */
  public record Result(long matches, long files, String output) {}

  /** {@return a task that searches} */
  public static Task<Result> grep(Input input) {
    Settings in = Settings.of(input);
    return Task.step("plan", () -> plan(in))
        .also(plan -> search(plan, in))
        .step("report", plan -> Trace.of(in.trace(), () -> Report.write(plan, in)))
        .also(result -> Trace.picture(in.timeline(), in.output()))
        .ensure(Task.run("clean", () -> in.scratch().deleteAll()));
  }

  private static Plan plan(Settings in) throws IOException {
    OutputFile.check(in.output(), in.timeline());
    Plan plan = Plan.of(Storage.of(in.path()).list(in.path()), in.chunkBytes());
    in.scratch().create();
    return plan;
  }

  private static Task<List<Long>> search(Plan plan, Settings in) {
    return ring(plan.shares(in.workers()).size())
        .map(ring -> seats(plan.shares(in.workers()), ring))
        .then(seats -> Task.spawnAll(seats, seat -> work(seat, in)))
        .then(Task::awaitAll);
  }

  private static Task<List<Channel<Carry>>> ring(int n) {
    return Task.fold(
        Collections.nCopies(n, ""),
        List.of(),
        (ring, none) -> Task.<Carry>channel(1).map(channel -> with(ring, channel)));
  }

  private static <T> List<T> with(List<T> list, T item) {
    List<T> longer = new ArrayList<>(list);
    longer.add(item);
    return longer;
  }

  /** A task's place in the ring: its chunks, and the channels from and to its neighbours. */
  record Seat(List<Chunk> chunks, Channel<Carry> left, Channel<Carry> right) {}

  private static List<Seat> seats(List<List<Chunk>> shares, List<Channel<Carry>> ring) {
    List<Channel<Carry>> right = new ArrayList<>(ring);
    Collections.rotate(right, -1);
    List<Seat> seats = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      seats.add(new Seat(shares.get(i), ring.get(i), right.get(i)));
    }
    return seats;
  }

  /** {@return a task that gives how many chunks it has looked through} */
  static Task<Long> work(Seat seat, Settings in) {
    return Task.fold(
        seat.chunks(),
        0L,
        (done, chunk) ->
            Task.step("scan", () -> Trace.of(in.trace(), () -> Scanner.scan(chunk, in)))
                .then(scan -> connect(seat, chunk, scan, in))
                .map(none -> done + 1));
  }

  /** Takes what the chunk before hands over, and hands over to the one behind. */
  private static Task<Void> connect(Seat seat, Chunk chunk, Scan scan, Settings in) {
    Task<Carry> before =
        chunk.continues()
            ? seat.left().receive().also(carry -> join(chunk, scan, carry, in))
            : Task.value(Carry.NOTHING);
    return chunk.isContinued()
        ? before.then(
            carry -> seat.right().send(scan.after(chunk.passes() ? carry : Carry.NOTHING)))
        : before.then(() -> Task.done());
  }

  private static Task<Void> join(Chunk chunk, Scan scan, Carry carry, Settings in) {
    return Task.step(
            "join", () -> Trace.of(in.trace(), () -> Findings.join(chunk, scan, carry, in)))
        .then(matches -> Task.done());
  }
}
