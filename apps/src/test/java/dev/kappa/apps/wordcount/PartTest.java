package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

class PartTest {
  @Property
  void whatMappersCountedIsWhatReducersSum(
      @ForAll @Size(max = 5) List<@From("counts") Map<String, Long>> mappers,
      @ForAll @IntRange(min = 1, max = 6) int reducers) {
    List<List<Part>> parts = mappers.stream().map(counts -> Part.split(counts, reducers)).toList();

    List<Part> reduced = WordCount.byReducer(parts).stream().map(Part::merge).toList();

    assertThat(asMap(Part.merge(reduced))).isEqualTo(sum(mappers));
  }

  @Property
  void aWordHasOneReducer(
      @ForAll @From("counts") Map<String, Long> one,
      @ForAll @From("counts") Map<String, Long> other,
      @ForAll @IntRange(min = 2, max = 6) int reducers) {
    List<Part> first = Part.split(one, reducers);
    List<Part> second = Part.split(other, reducers);

    for (int i = 0; i < reducers; i++) {
      for (int j = 0; j < reducers; j++) {
        if (i != j) {
          assertThat(disjoint(first.get(i), second.get(j))).isTrue();
        }
      }
    }
  }

  @Property
  void partsAreSortedAsTheirBytesAre(@ForAll @From("counts") Map<String, Long> counts) {
    List<byte[]> words = new ArrayList<>();
    for (Count count : Part.merge(Part.split(counts, 3)).counts()) {
      words.add(count.word().getBytes(StandardCharsets.UTF_8));
    }

    assertThat(words).isSortedAccordingTo(Arrays::compareUnsigned);
  }

  @Provide
  Arbitrary<Map<String, Long>> counts() {
    Arbitrary<String> words =
        Arbitraries.of("a", "b", "ä", "語", "\uE000", "\uFFEE", "𐐀", "🙂")
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(parts -> String.join("", parts));
    return Arbitraries.maps(words, Arbitraries.longs().between(1, 1_000_000)).ofMaxSize(30);
  }

  private static boolean disjoint(Part one, Part other) {
    return Collections.disjoint(asMap(one).keySet(), asMap(other).keySet());
  }

  private static Map<String, Long> sum(List<Map<String, Long>> mappers) {
    Map<String, Long> sum = new HashMap<>();
    mappers.forEach(counts -> counts.forEach((word, n) -> sum.merge(word, n, Long::sum)));
    return sum;
  }

  private static Map<String, Long> asMap(Part part) {
    Map<String, Long> map = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (Count count : part.counts()) {
      if (map.put(count.word(), count.count()) != null) {
        twice.add(count.word());
      }
    }
    assertThat(twice).isEmpty();
    return map;
  }
}
