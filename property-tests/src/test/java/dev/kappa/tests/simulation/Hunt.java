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
      Throwable failure = Replay.failure(Rules.valueOf(rule), seed, Set.of());
      if (failure != null) {
        String message = String.valueOf(failure.getMessage()).strip();
        return (seed + 1) + " " + message.lines().findFirst().orElse("");
      }
    }
    return null;
  }
}
