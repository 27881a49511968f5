package dev.kappa.tests.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A world in which a rule does not hold.
 *
 * @param less how it is smaller than what its seed says
 * @param failure how the rule was broken
 * @param plan the program, if it was drawn; else null
 * @param strikes the faults that happened
 */
record Broken(Less less, Throwable failure, @Nullable Plan plan, List<Strike> strikes) {
  /** {@return this without the faults that its list has and that did not happen} */
  Broken trimmed() {
    return less.only() == null ? this : new Broken(less.only(strikes), failure, plan, strikes);
  }

  /** {@return how small it is} */
  String size() {
    String program =
        plan == null ? "" : "a program of %d parts, ".formatted(SmallerPlans.size(plan));
    return "%s%d faults: %s".formatted(program, strikes.size(), strikes);
  }
}
