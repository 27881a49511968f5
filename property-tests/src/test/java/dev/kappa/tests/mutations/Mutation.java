package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.ArrayList;
import java.util.List;

/**
 * A deliberate bug.
 *
 * @param name what is wrong
 * @param rule the property that is to catch it
 * @param edits all of which make the bug
 */
record Mutation(String name, Rules rule, List<Edit> edits) {
  /**
   * A change of one file.
   *
   * @param file below {@code dev/kappa/coordinator}
   * @param found a text that is in it exactly once
   * @param instead of it
   */
  record Edit(String file, String found, String instead) {}

  static Mutation of(String name, Rules rule, String file, String found, String instead) {
    return new Mutation(name, rule, List.of(new Edit(file, found, instead)));
  }

  Mutation and(String file, String found, String instead) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(new Edit(file, found, instead));
    return new Mutation(name, rule, more);
  }

  @Override
  public String toString() {
    return name;
  }
}
