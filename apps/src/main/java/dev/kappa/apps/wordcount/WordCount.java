package dev.kappa.apps.wordcount;

import dev.kappa.Task;
import dev.kappa.TaskFuture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code word-count}: counts the words of a file, or of all files below a directory.
 *
 * <p>A word is a maximal run of Unicode letters, decimal digits and underscores, of at least 3
 * characters (code points). It is counted in lower case, by Unicode's rules, each word by itself.
 * Text is UTF-8; anything else is refused.
 *
 * <p>No data passes through the task that directs the work: it holds futures. A mapper leaves one
 * part for each reducer in the store, and a reducer fetches its parts and no others. The last step
 * has all distinct words in memory; everything before it has only its share.
 */
public final class WordCount {
  private WordCount() {}

  /**
   * The workflow's input.
   *
   * @param path a file or a directory, as the workers see it
   * @param mappers how many tasks read, 1 to 1000; 8 if left out
   * @param reducers how many tasks add up, 1 to 100; 4 if left out
   * @param output the file that the counts are written to; if left out, one in the run's output
   *     directory
   */
  public record Input(
      @Nullable String path,
      @Nullable Integer mappers,
      @Nullable Integer reducers,
      @Nullable String output) {}

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
    return Task.step("split", () -> Corpus.split(in.path(), in.mappers()))
        .then(shards -> Task.spawnAll(shards, shard -> map(shard, in.reducers())))
        .then(Task::awaitAll)
        .map(WordCount::byReducer)
        .then(inputs -> Task.spawnAll(inputs, WordCount::reduce))
        .then(Task::awaitAll)
        .step("write", parts -> CountsFile.write(parts, in.output()));
  }

  /** Each part becomes the result of a task of its own, so that it can be fetched alone. */
  static Task<List<TaskFuture<Part>>> map(Shard shard, int reducers) {
    return Task.step("map", () -> Part.split(shard.count(), reducers))
        .then(parts -> Task.spawnAll(parts, Task::value));
  }

  static Task<Part> reduce(List<TaskFuture<Part>> parts) {
    return Task.awaitAll(parts).step("reduce", Part::merge);
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
