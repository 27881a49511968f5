package dev.kappa.apps.wordcount;

import dev.kappa.Fan;
import dev.kappa.Task;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.timeline.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code word-count}: counts the words of a file, or of all files of a place.
 *
 * <p>A word is a maximal run of Unicode letters, decimal digits and underscores, of at least 3
 * characters (code points). It is counted in lower case, by Unicode's rules, each word by itself.
 * Text is UTF-8; anything else is refused.
 *
 * <p>No data passes through the tasks: they hold the names of files. A mapper adds up what it reads
 * and leaves one sorted file for each reducer; a reducer merges its files. No step has more than a
 * bounded number of words in memory, however large the text is and however many different words it
 * has.
 */
public final class WordCount {
  private WordCount() {}

  /**
   * The workflow's input.
   *
   * @param path a file, a directory for all files below it, or a path with wildcards, as the
   *     workers see it
   * @param mappers how many tasks read, 1 to 1000; 8 if left out
   * @param reducers how many tasks add up, 1 to 100; 4 if left out
   * @param workers how many of them work at once, 1 to 1000; if left out, as many as the platform
   *     lets
   * @param output the file that the counts are written to; if left out, one in the run's output
   *     directory
   * @param timeline a file for a picture of the run; if left out, none is drawn
   */
  public record Input(
      @Nullable String path,
      @Nullable Integer mappers,
      @Nullable Integer reducers,
      @Nullable Integer workers,
      @Nullable String output,
      @Nullable String timeline) {}

  /**
   * The workflow's result.
   *
   * @param total how many words there are
   * @param distinct how many different ones
   * @param top the 20 most frequent, most frequent first, then in the order of their code points
   * @param counts a file with a line {@code word TAB count} for each word, in the order of their
   *     code points
   */
  public record Result(long total, long distinct, List<Count> top, String counts) {}

  /** {@return a task that counts} */
  public static Task<Result> count(Input input) {
    Settings in = Settings.of(input);
    return Task.step("split", () -> split(in))
        .then(shards -> Task.spawnAll(shards, Fan.atMost(in.workers()), shard -> map(shard, in)))
        .then(Task::awaitAll)
        .map(WordCount::byReducer)
        .then(inputs -> Task.spawnAll(inputs, Fan.atMost(in.workers()), parts -> reduce(parts, in)))
        .then(Task::awaitAll)
        .step("write", parts -> write(parts, in))
        .also(result -> Trace.picture(in.timeline(), in.output()))
        .ensure(Task.run("clean", () -> in.scratch().deleteAll()));
  }

  private static List<Shard> split(Settings in) throws IOException {
    OutputFile.check(in.output(), in.timeline());
    in.scratch().create();
    return Corpus.split(in.path(), in.mappers());
  }

  /** {@return a task that gives a file for each reducer} */
  static Task<List<String>> map(Shard shard, Settings in) {
    return Task.step(
        "map",
        () -> Trace.of(in.trace(), () -> Combiner.count(in.scratch(), shard, in.reducers())));
  }

  /** {@return a task that gives a file with the sum of {@code parts}} */
  static Task<String> reduce(List<String> parts, Settings in) {
    return Task.step(
        "reduce", () -> Trace.of(in.trace(), () -> new SortedCounts(in.scratch()).sum(parts)));
  }

  private static Result write(List<String> parts, Settings in) throws Throwable {
    return Trace.of(in.trace(), () -> CountsFile.write(in.scratch(), parts, in.output()));
  }

  /** Turns a list for each mapper into a list for each reducer. */
  static <T> List<List<T>> byReducer(List<List<T>> byMapper) {
    List<List<T>> turned = new ArrayList<>();
    for (List<T> row : byMapper) {
      for (int i = 0; i < row.size(); i++) {
        if (turned.size() == i) {
          turned.add(new ArrayList<>());
        }
        turned.get(i).add(row.get(i));
      }
    }
    return turned;
  }
}
