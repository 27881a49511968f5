package dev.kappa.coordinator.core;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.statistics.Statistics;

/**
 * Random commands, right and wrong. After each the stored run is the run in memory ({@link
 * TestRun}), the {@link Invariants} hold, and channels are as their {@link ChannelModel} says.
 */
final class RandomRunTest {
  @Property(tries = 30)
  void whateverIsAskedTheStoredRunIsTheRun(@ForAll("longLists") List<Integer> numbers) {
    RandomRun run = new RandomRun(new Choices(numbers));
    run.play();
    Set<RandomRun.Met> met = run.met();
    // Ended runs are rarer: so few tries may miss them.
    for (RandomRun.Met one :
        EnumSet.complementOf(EnumSet.of(RandomRun.Met.ENDED, RandomRun.Met.OVER))) {
      Statistics.label(one.name())
          .collect(met.contains(one))
          .coverage(checker -> checker.check(true).percentage(p -> p > 0));
    }
  }

  @Property(tries = 200)
  void shortRunsToo(@ForAll("shortLists") List<Integer> numbers) {
    new RandomRun(new Choices(numbers)).play();
  }

  @Provide
  Arbitrary<List<Integer>> longLists() {
    return numbers().list().ofMinSize(4000).ofMaxSize(16_000);
  }

  @Provide
  Arbitrary<List<Integer>> shortLists() {
    return numbers().list().ofMaxSize(600);
  }

  private static Arbitrary<Integer> numbers() {
    return Arbitraries.integers()
        .between(0, 1_000_000)
        .withDistribution(RandomDistribution.uniform())
        .withoutEdgeCases();
  }
}
