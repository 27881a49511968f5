package dev.kappa.tests.simulation;

import org.junit.jupiter.api.Test;

/**
 * Shows what happens in one world: {@code -Dtest=ReplaySeed -Dkappa.rule=… -Dkappa.seed=…}, and
 * {@code -Dkappa.without=…} for the kinds of faults that are left out, {@code -Dkappa.only=…} for
 * the faults that happen, {@code -Dkappa.cuts=…} for what is cut from a program that was drawn.
 * Silent without a seed.
 */
final class ReplaySeed {
  @Test
  void ruleHoldsInTheWorldOfTheSeed() {
    Long seed = Long.getLong("kappa.seed");
    if (seed != null) {
      Rules rule =
          Rules.valueOf(option("kappa.rule", Rules.everyProgramGivesItsResultWhateverFails.name()));
      Less less =
          Less.parse(
              option("kappa.without", ""), option("kappa.only", ""), option("kappa.cuts", ""));
      Replay.check(rule, seed, less);
    }
  }

  private static String option(String name, String otherwise) {
    return System.getProperty(name, otherwise);
  }
}
