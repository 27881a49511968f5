package dev.kappa.tests.simulation;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a rule in the world of a seed. If it does not hold, looks for fewer faults that do. */
final class Replay {
  private Replay() {}

  /** Throws with the smallest world that was found, and how to see it again. */
  static void check(Rules rule, long seed, Set<Fault> without) {
    Throwable failure = failure(rule, seed, without);
    if (failure == null) {
      return;
    }
    EnumSet<Fault> left = EnumSet.noneOf(Fault.class);
    left.addAll(without);
    for (Fault fault : Fault.values()) {
      if (left.add(fault)) {
        Throwable smaller = failure(rule, seed, left);
        if (smaller == null) {
          left.remove(fault);
        } else {
          failure = smaller;
        }
      }
    }
    throw new AssertionError(command(rule, seed, left) + "\n" + failure.getMessage(), failure);
  }

  static @Nullable Throwable failure(Rules rule, long seed, Set<Fault> without) {
    try {
      rule.check(Trial.of(seed, without));
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  private static String command(Rules rule, long seed, Set<Fault> without) {
    String faults = without.stream().map(Fault::name).collect(Collectors.joining(","));
    return "see it again: mvn -q -pl property-tests -am test -Dtest=ReplaySeed"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dkappa.rule=%s -Dkappa.seed=%d -Dkappa.without=%s"
            .formatted(rule, seed, faults);
  }
}
