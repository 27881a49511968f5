package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.files.Scratch;
import dev.kappa.interpreter.CurrentStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class CombinerTest {
  private Path directory = Path.of("");

  @BeforeProperty
  void begin() throws IOException {
    directory = Files.createTempDirectory("combiner");
    CurrentStep.set(new FakeStep("run", 1, directory));
  }

  @AfterProperty
  void end() throws IOException {
    Scratch.beside(null).deleteAll();
    CurrentStep.set(null);
    try (var left = Files.list(directory)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Property(tries = 100)
  void whatMappersCountedIsWhatReducersSumHoweverLittleTheyHold(
      @ForAll @Size(max = 4) List<@From("counts") Map<String, Long>> mappers,
      @ForAll @IntRange(min = 1, max = 5) int reducers,
      @ForAll @IntRange(min = 1, max = 20) int most)
      throws IOException {
    List<String> reduced = CountedFiles.map(shards(mappers), reducers, most, directory);

    List<Count> all = new ArrayList<>();
    for (String file : reduced) {
      List<Count> part = CountedFiles.read(file);
      assertThat(bytes(part)).isSortedAccordingTo(Arrays::compareUnsigned);
      all.addAll(part);
    }
    assertThat(asMap(all)).isEqualTo(sum(mappers));
  }

  @Property(tries = 5)
  void moreFilesAreSummedThanAreOpenAtOnce(@ForAll @IntRange(min = 199, max = 450) int files)
      throws IOException {
    Scratch.beside(null).create();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      List<Count> counts = List.of(new Count("all", 1), new Count("word" + i % 7, 2));
      parts.add(new SortedCounts(Scratch.beside(null)).write("part-" + i, counts.iterator()));
    }

    List<Count> sum = CountedFiles.read(new SortedCounts(Scratch.beside(null)).sum(parts));

    assertThat(sum.getFirst()).isEqualTo(new Count("all", files));
    assertThat(sum.stream().mapToLong(Count::count).sum()).isEqualTo(3L * files);
  }

  @Provide
  Arbitrary<Map<String, Long>> counts() {
    Arbitrary<String> words =
        Arbitraries.of("a", "b", "ä", "語", "\uFA0E", "\uFF41", "𐐨", "𠀀")
            .list()
            .ofMinSize(3)
            .ofMaxSize(4)
            .map(parts -> String.join("", parts));
    return Arbitraries.maps(words, Arbitraries.longs().between(1, 5)).ofMaxSize(30);
  }

  private List<Shard> shards(List<Map<String, Long>> mappers) throws IOException {
    Scratch.beside(null).create();
    List<Shard> shards = new ArrayList<>();
    for (Map<String, Long> counts : mappers) {
      Path file = directory.resolve("text" + shards.size());
      Files.writeString(file, CountedFiles.text(counts));
      shards.add(new Shard(List.of(new Range(CountedFiles.of(file), 0, Files.size(file)))));
    }
    return shards;
  }

  private static List<byte[]> bytes(List<Count> counts) {
    return counts.stream().map(count -> count.word().getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static Map<String, Long> sum(List<Map<String, Long>> mappers) {
    Map<String, Long> sum = new HashMap<>();
    mappers.forEach(counts -> counts.forEach((word, n) -> sum.merge(word, n, Long::sum)));
    return sum;
  }

  private static Map<String, Long> asMap(List<Count> counts) {
    Map<String, Long> map = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (Count count : counts) {
      if (map.put(count.word(), count.count()) != null) {
        twice.add(count.word());
      }
    }
    assertThat(twice).isEmpty();
    return map;
  }
}
