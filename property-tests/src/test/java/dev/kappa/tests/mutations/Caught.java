package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import org.jspecify.annotations.Nullable;

/**
 * A rule did not hold.
 *
 * @param world the number of the world, from 1 on
 * @param what was seen
 */
record Caught(int world, String what) {
  /** {@return the first of the worlds in which {@code code} breaks the rule; null if in none} */
  static @Nullable Caught in(MutatedCode code, Rules rule, int first, int last) {
    try {
      Class<?> hunt = code.loadClass("dev.kappa.tests.simulation.Hunt");
      String found =
          (String)
              hunt.getMethod("worlds", String.class, int.class, int.class)
                  .invoke(null, rule.name(), first, last);
      return found == null ? null : parse(found);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(rule.name(), e);
    }
  }

  private static Caught parse(String found) {
    int space = found.indexOf(' ');
    return new Caught(Integer.parseInt(found.substring(0, space)), found.substring(space + 1));
  }

  @Override
  public String toString() {
    return world + " " + what;
  }
}
