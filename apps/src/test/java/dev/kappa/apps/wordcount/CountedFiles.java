package dev.kappa.apps.wordcount;

import dev.kappa.apps.files.DataFile;
import dev.kappa.apps.files.Scratch;
import dev.kappa.apps.files.Storage;
import dev.kappa.interpreter.CurrentStep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What tests of word count give to its steps and read of them. */
final class CountedFiles {
  private CountedFiles() {}

  /** {@return the file, as a step finds it} */
  static DataFile of(Path file) throws IOException {
    return Storage.of(file.toString()).list(file.toString()).files().getFirst();
  }

  static byte[] bytes(DataFile file) throws IOException {
    return Files.readAllBytes(Path.of(URI.create(file.uri())));
  }

  /** Counts as steps do that run one after the other, each with {@code most} words in memory. */
  static List<String> map(List<Shard> shards, int reducers, int most, Path directory)
      throws IOException {
    List<List<String>> mapped = new ArrayList<>();
    for (Shard shard : shards) {
      begin("1." + mapped.size(), directory);
      mapped.add(Combiner.count(Scratch.beside(null), shard, reducers, most));
    }
    List<String> reduced = new ArrayList<>();
    for (List<String> parts : WordCount.byReducer(mapped)) {
      begin("2." + reduced.size(), directory);
      reduced.add(new SortedCounts(Scratch.beside(null)).sum(parts));
    }
    return reduced;
  }

  /** {@return a file with these counts, which are sorted} */
  static String part(String name, List<Count> counts) throws IOException {
    Scratch.beside(null).create();
    return new SortedCounts(Scratch.beside(null)).write(name, counts.iterator());
  }

  static List<Count> read(String name) throws IOException {
    List<Count> counts = new ArrayList<>();
    try (SortedCounts.Readers readers =
        new SortedCounts(Scratch.beside(null)).read(List.of(name))) {
      readers.all.getFirst().forEachRemaining(counts::add);
    }
    return counts;
  }

  static String text(Map<String, Long> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach((word, n) -> text.append((word + " ").repeat(Math.toIntExact(n))).append('\n'));
    return text.toString();
  }

  private static void begin(String task, Path directory) {
    CurrentStep.set(new FakeStep("run", task, 1, directory));
  }
}
