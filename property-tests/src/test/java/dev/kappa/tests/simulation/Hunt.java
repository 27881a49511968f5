package dev.kappa.tests.simulation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for a world in which a rule does not hold. */
public final class Hunt {
  private Hunt() {}

  /**
   * Tries the worlds of the seeds 0, 1, ….
   *
   * @param most how many are tried
   * @return how many were needed, then a space and what was broken; null if the rule held in all
   */
  public static @Nullable String seeds(String rule, int most) {
    for (int seed = 0; seed < most; seed++) {
      String broken = last(rule, seed + 1);
      if (broken != null) {
        return (seed + 1) + " " + broken;
      }
    }
    return null;
  }

  /**
   * Tries the last of the worlds that {@link #seeds} tries.
   *
   * @param most how many it tries
   * @return what was broken; null if the rule held
   */
  public static @Nullable String last(String rule, int most) {
    Throwable failure = Replay.failure(Rules.valueOf(rule), most - 1, Set.of());
    return failure == null
        ? null
        : String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
  }
}
