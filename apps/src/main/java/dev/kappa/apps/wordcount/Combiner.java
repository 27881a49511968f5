package dev.kappa.apps.wordcount;

import dev.kappa.StepContext;
import dev.kappa.apps.files.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the words of one mapper, before they go to the reducers. Its memory is bounded: when it
 * has many different words, it writes what it has, and goes on with none.
 */
final class Combiner {
  /** In different words. */
  static final int MOST_WORDS = 200_000;

  /** In characters of different words. */
  private static final long MOST_CHARACTERS = 8L << 20;

  private final Scratch scratch;
  private final SortedCounts files;
  private final int reducers;
  private final int most;
  private final String prefix = "map-" + StepContext.current().task() + "-";
  private final String spill = "spill-" + StepContext.current().attempt() + "-";
  private final Map<String, Long> counts = new HashMap<>();
  private final List<List<String>> spills = new ArrayList<>();
  private long characters;

  Combiner(Scratch scratch, int reducers, int most) {
    this.scratch = scratch;
    this.files = new SortedCounts(scratch);
    this.reducers = reducers;
    this.most = most;
  }

  /** {@return a file for each reducer, with its words of {@code shard}} */
  static List<String> count(Scratch scratch, Shard shard, int reducers) throws IOException {
    return count(scratch, shard, reducers, MOST_WORDS);
  }

  static List<String> count(Scratch scratch, Shard shard, int reducers, int most)
      throws IOException {
    Combiner combiner = new Combiner(scratch, reducers, most);
    try {
      for (Range range : shard.ranges()) {
        StepContext.current().heartbeat();
        range.read(combiner::add);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return combiner.end();
  }

  private void add(String word) {
    if (counts.merge(word, 1L, Long::sum) == 1) {
      characters += word.length();
      if (counts.size() >= most || characters >= MOST_CHARACTERS) {
        spill();
      }
    }
  }

  private void spill() {
    try {
      spills.add(write(spill + spills.size() + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    counts.clear();
    characters = 0;
  }

  private List<String> end() throws IOException {
    if (spills.isEmpty()) {
      return write("");
    }
    spills.add(write(spill + spills.size() + "-"));
    List<String> merged = new ArrayList<>();
    for (int i = 0; i < reducers; i++) {
      int reducer = i;
      List<String> parts = spills.stream().map(names -> names.get(reducer)).toList();
      merged.add(files.sum(prefix + reducer, parts));
      for (String part : parts) {
        scratch.delete(part);
      }
    }
    return merged;
  }

  /** A word's reducer depends on nothing but the word. */
  private List<String> write(String kind) throws IOException {
    List<List<Count>> parts = new ArrayList<>();
    for (int i = 0; i < reducers; i++) {
      parts.add(new ArrayList<>());
    }
    counts.forEach(
        (word, n) -> parts.get(Math.floorMod(word.hashCode(), reducers)).add(new Count(word, n)));
    List<String> names = new ArrayList<>();
    for (List<Count> part : parts) {
      part.sort(Count.BY_WORD);
      names.add(files.write(prefix + kind + names.size(), part.iterator()));
    }
    return names;
  }
}
