package dev.kappa.apps.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TopKeysTest {
  @Test
  void isExactForAThousandKeys() {
    TopKeys keys = TopKeys.NONE;
    for (int i = 0; i < 1_000; i++) {
      keys = keys.plus(Map.of("key" + i, (long) i));
    }
    assertThat(keys.plus(Map.of("key7", 5_000L)).first(3))
        .containsExactly(ranked("key7", 5_007), ranked("key999", 999), ranked("key998", 998));
  }

  @Test
  void equalCountsAreInTheOrderOfTheirKeys() {
    assertThat(TopKeys.NONE.plus(Map.of("b", 1L, "a", 1L, "c", 2L)).first(9))
        .containsExactly(ranked("c", 2), ranked("a", 1), ranked("b", 1));
  }

  @Test
  void countsAreNeverTooLowAndAtMostSoMuchTooHighAsIsTold() {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Long> exact = new HashMap<>();
    TopKeys keys = TopKeys.NONE;
    for (int i = 0; i < 20_000; i++) {
      String key = "key" + random.nextInt(1 + random.nextInt(3_000));
      exact.merge(key, 1L, Long::sum);
      keys = keys.plus(Map.of(key, 1L));
    }
    assertThat(keys.counters()).hasSize(1_000);
    List<Streaming.Ranked> all = keys.first(1_000);
    assertThat(all)
        .allSatisfy(
            key ->
                assertThat(exact.get(key.key())).isBetween(key.count() - key.error(), key.count()));
    assertThat(all).anySatisfy(key -> assertThat(key.error()).isPositive());
    exact.entrySet().stream()
        .filter(entry -> entry.getValue() > 20_000 / 1_000)
        .forEach(entry -> assertThat(keys(all)).contains(entry.getKey()));
  }

  private static List<String> keys(List<Streaming.Ranked> ranked) {
    return ranked.stream().map(Streaming.Ranked::key).toList();
  }

  private static Streaming.Ranked ranked(String key, long count) {
    return new Streaming.Ranked(key, count, 0);
  }
}
