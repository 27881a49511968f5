package dev.kappa.tests.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks a rule in the world of a seed. If it does not hold, looks for a smaller one. */
final class Replay {
  /** For so long it is looked for smaller worlds; the last one may take a few seconds more. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Replay() {}

  /** Throws with the smallest world that was found, and how to see it again. */
  static void check(Rules rule, long seed, Less less) {
    Broken broken = look(rule, seed, less);
    if (broken != null) {
      long begin = System.nanoTime();
      Broken smallest =
          Shrinking.smallest(
              broken,
              smaller -> look(rule, seed, smaller),
              () -> System.nanoTime() - begin > LONGEST.toNanos());
      throw new AssertionError(told(rule, seed, smallest), smallest.failure());
    }
  }

  /** {@return what was broken in the world of a seed; null if the rule held} */
  static @Nullable Broken look(Rules rule, long seed, Less less) {
    Trial trial = Trial.of(seed, less);
    try {
      rule.check(trial);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return new Broken(less, e, trial.seen().plan(), trial.seen().strikes());
    }
  }

  /** {@return what a failing test says} */
  static String told(Rules rule, long seed, Broken broken) {
    return """
        see it again: mvn -q -pl property-tests -am test -Dtest=ReplaySeed \
        -Dsurefire.failIfNoSpecifiedTests=false -Dkappa.rule=%s -Dkappa.seed=%d %s
        %s
        %s"""
        .formatted(
            rule,
            seed,
            broken.less().command() + Trial.workersOption(),
            broken.size(),
            broken.failure().getMessage());
  }
}
