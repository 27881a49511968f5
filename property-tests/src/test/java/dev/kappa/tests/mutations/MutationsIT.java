package dev.kappa.tests.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.simulation.Hunt;
import dev.kappa.tests.simulation.Rules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Properties that catch nothing prove nothing: each deliberate bug must be caught by its own. */
final class MutationsIT {
  private static final int SEEDS = 400;
  private static final int SEEDS_UNCHANGED = 40;

  private static final List<Mutation> ALL =
      Stream.of(
              Mutations.OF_COMMITS,
              Mutations.OF_CHANNELS,
              Mutations.OF_TASKS,
              Mutations.OF_COLLECTION,
              Mutations.OF_THE_ENGINE,
              Mutations.OF_THE_STORE,
              LeaseMutations.OF_TENURE,
              LeaseMutations.OF_TAKING,
              LeaseMutations.OF_GIVING,
              WaitingMutations.OF_WAITING,
              WaitingMutations.OF_OTHER_RUNS)
          .flatMap(List::stream)
          .toList();

  private record Outcome(Mutation mutation, @Nullable String caught) {
    @Override
    public String toString() {
      return "%-55s %-55s %s"
          .formatted(mutation, mutation.rule(), caught == null ? "NOT CAUGHT" : caught);
    }
  }

  @Test
  void everyDeliberateBugIsCaughtByItsProperty() {
    List<Outcome> outcomes =
        ALL.parallelStream().map(mutation -> new Outcome(mutation, caught(mutation))).toList();
    System.out.println("mutation, property, seeds needed and what was seen:");
    outcomes.forEach(System.out::println);
    assertThat(outcomes).filteredOn(outcome -> outcome.caught() == null).isEmpty();
  }

  @Test
  void codeWithoutABugIsNotCaught() {
    Set<Rules> rules = EnumSet.noneOf(Rules.class);
    ALL.forEach(mutation -> rules.add(mutation.rule()));
    List<String> caught = new ArrayList<>();
    MutatedCode code = new MutatedCode(List.of());
    for (Rules rule : rules) {
      String what = caught(code, rule, SEEDS_UNCHANGED);
      if (what != null) {
        caught.add(rule + ": " + what);
      }
    }
    assertThat(caught).isEmpty();
  }

  /** {@return how it was caught} In the same world the code without the bug must hold. */
  private static @Nullable String caught(Mutation mutation) {
    Rules rule = mutation.rule();
    String caught = caught(new MutatedCode(mutation.edits()), rule, SEEDS);
    if (caught != null) {
      int seeds = Integer.parseInt(caught.substring(0, caught.indexOf(' ')));
      assertThat(Hunt.last(rule.name(), seeds))
          .as("%s, after %d seeds, without the bug '%s'", rule, seeds, mutation)
          .isNull();
    }
    return caught;
  }

  private static @Nullable String caught(MutatedCode code, Rules rule, int seeds) {
    try {
      Class<?> hunt = code.loadClass("dev.kappa.tests.simulation.Hunt");
      return (String)
          hunt.getMethod("seeds", String.class, int.class).invoke(null, rule.name(), seeds);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(rule.name(), e);
    }
  }
}
