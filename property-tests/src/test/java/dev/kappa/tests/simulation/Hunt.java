package dev.kappa.tests.simulation;

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
    Broken broken = Replay.look(Rules.valueOf(rule), number - 1, Less.NONE);
    return broken == null
        ? null
        : String.valueOf(broken.failure().getMessage()).strip().lines().findFirst().orElse("");
  }

  /**
   * Makes the world of a seed smaller in which a rule does not hold.
   *
   * @return what a failing test says: how to see the smallest world again, and what happens there;
   *     null if the rule holds
   */
  public static @Nullable String smallest(String rule, long seed) {
    try {
      Replay.check(Rules.valueOf(rule), seed, Less.NONE);
      return null;
    } catch (AssertionError e) {
      return e.getMessage();
    }
  }

  /**
   * Looks at a world that a command names.
   *
   * @return how small it is, a line of its own, then what was broken; null if the rule held
   */
  public static @Nullable String again(
      String rule, long seed, String without, String only, String cuts) {
    Less less = Less.parse(without, only, cuts);
    Broken broken = Replay.look(Rules.valueOf(rule), seed, less);
    return broken == null ? null : broken.size() + "\n" + broken.failure().getMessage();
  }
}
