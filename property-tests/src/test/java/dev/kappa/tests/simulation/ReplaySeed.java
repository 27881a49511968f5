package dev.kappa.tests.simulation;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Shows what happens in one world: {@code -Dtest=ReplaySeed -Dkappa.rule=… -Dkappa.seed=…}, and
 * {@code -Dkappa.without=…} for the kinds of faults that are left out. Silent without a seed.
 */
final class ReplaySeed {
  @Test
  void ruleHoldsInTheWorldOfTheSeed() {
    Long seed = Long.getLong("kappa.seed");
    if (seed != null) {
      Rules rule =
          Rules.valueOf(
              System.getProperty(
                  "kappa.rule", Rules.everyProgramGivesItsResultWhateverFails.name()));
      Replay.check(rule, seed, without(System.getProperty("kappa.without", "")));
    }
  }

  private static Set<Fault> without(String names) {
    EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String name : names.split(",", -1)) {
      if (!name.isBlank()) {
        faults.add(Fault.valueOf(name));
      }
    }
    return faults;
  }
}
