package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SharesTest {
  private static List<String> members(int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()).toString())
        .toList();
  }

  @Property
  void eachPartitionHasAMemberAndSharesDifferByOneAtMost(
      @ForAll @IntRange(min = 1, max = 64) int partitions,
      @ForAll @IntRange(min = 1, max = 9) int count,
      @ForAll long seed) {
    Map<Integer, String> shares = Shares.of(partitions, members(count, seed));
    assertThat(shares).hasSize(partitions);
    for (String member : members(count, seed)) {
      long share = shares.values().stream().filter(member::equals).count();
      assertThat(share)
          .isBetween((long) partitions / count, -Math.floorDiv(-partitions, (long) count));
    }
  }

  @Property
  void orderOfTheMembersDoesNotMatter(
      @ForAll @IntRange(min = 1, max = 9) int count, @ForAll long seed) {
    List<String> members = members(count, seed);
    assertThat(Shares.of(16, members.reversed())).isEqualTo(Shares.of(16, members));
  }

  @Property
  void fewPartitionsOfThoseWhoStayChangeHandsWhenOneComes(
      @ForAll @IntRange(min = 1, max = 8) int count, @ForAll long seed) {
    List<String> before = members(count, seed);
    List<String> after = new ArrayList<>(before);
    after.add("another");
    Map<Integer, String> first = Shares.of(64, before);
    Map<Integer, String> second = Shares.of(64, after);
    long moved =
        IntStream.range(0, 64)
            .filter(partition -> !"another".equals(second.get(partition)))
            .filter(partition -> !Objects.equals(first.get(partition), second.get(partition)))
            .count();
    assertThat(moved).isLessThanOrEqualTo(32);
  }

  @Test
  void nobodyHasAnything() {
    assertThat(Shares.of(16, List.of())).isEmpty();
  }
}
