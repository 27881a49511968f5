package dev.kappa.tests.simulation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for a world in which a rule does not hold. The first world is that of the seed 0. */
public final class Hunt {
  private Hunt() {}

  /**
   * Tries one world after the other.
   *
   * @param first the number of the first one, from 1 on
   * @param last the number of the last one
   * @return the number of the first in which the rule did not hold, then a space and what was
   *     broken; null if it held in all
   */
  public static @Nullable String worlds(String rule, int first, int last) {
    for (int number = first; number <= last; number++) {
      String broken = world(rule, number);
      if (broken != null) {
        return number + " " + broken;
      }
    }
    return null;
  }

  /** {@return what was broken in the world of that number; null if the rule held} */
  public static @Nullable String world(String rule, int number) {
    Throwable failure = Replay.failure(Rules.valueOf(rule), number - 1, Set.of());
    return failure == null
        ? null
        : String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
  }
}
