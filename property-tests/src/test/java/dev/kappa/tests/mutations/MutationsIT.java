package dev.kappa.tests.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.extent.OneMode;
import dev.kappa.tests.extent.Thorough;
import dev.kappa.tests.simulation.Hunt;
import dev.kappa.tests.simulation.Rules;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Properties that catch nothing prove nothing: each deliberate bug must be caught by its own. */
@OneMode
@Thorough
final class MutationsIT {
  private static final int SEEDS = 400;
  private static final int SEEDS_UNCHANGED = 3;

  private static final List<Mutation> ALL =
      DeliberateBugs.ALL.stream()
          .filter(mutation -> mutation.name().contains(System.getProperty("kappa.mutation", "")))
          .toList();

  private static final KnownWorlds KNOWN = KnownWorlds.read();

  private record Outcome(Mutation mutation, @Nullable Caught caught) {
    @Override
    public String toString() {
      return "%-55s %-55s %s"
          .formatted(mutation, mutation.rule(), caught == null ? "NOT CAUGHT" : caught);
    }
  }

  @Test
  void everyDeliberateBugIsCaughtByItsProperty() {
    List<Outcome> outcomes = allOf(ALL, mutation -> new Outcome(mutation, caught(mutation)));
    System.out.println("mutation, property, the world and what was seen:");
    outcomes.forEach(System.out::println);
    KnownWorlds.write(worlds(outcomes));
    assertThat(outcomes).filteredOn(outcome -> outcome.caught() == null).isEmpty();
  }

  private static Map<String, Integer> worlds(List<Outcome> outcomes) {
    Map<String, Integer> worlds = new HashMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome.caught() != null) {
        worlds.put(outcome.mutation().name(), outcome.caught().world());
      }
    }
    return worlds;
  }

  @Test
  void codeWithoutABugIsNotCaught() {
    Set<Rules> rules = EnumSet.noneOf(Rules.class);
    ALL.forEach(mutation -> rules.add(mutation.rule()));
    MutatedCode code = new MutatedCode(List.of());
    List<Optional<Caught>> caught =
        allOf(rules, rule -> Optional.ofNullable(Caught.in(code, rule, 1, SEEDS_UNCHANGED)));
    assertThat(caught).allSatisfy(what -> assertThat(what).isEmpty());
  }

  /**
   * {@return what {@code work} makes of each} Each processor takes the next one when it is free.
   */
  private static <T, R> List<R> allOf(Collection<T> all, Function<T, R> work) {
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<CompletableFuture<R>> results =
          all.stream()
              .map(each -> CompletableFuture.supplyAsync(() -> work.apply(each), executor))
              .toList();
      return results.stream().map(CompletableFuture::join).toList();
    }
  }

  /** {@return how it was caught} In the same world the code without the bug must hold. */
  private static @Nullable Caught caught(Mutation mutation) {
    Rules rule = mutation.rule();
    MutatedCode code = new MutatedCode(mutation.edits());
    int known = KNOWN.of(mutation);
    Caught caught = known == 0 ? null : Caught.in(code, rule, known, known);
    if (caught == null) {
      caught = Caught.in(code, rule, 1, SEEDS);
    }
    if (caught != null) {
      assertThat(Hunt.world(rule.name(), caught.world()))
          .as("%s, in world %d, without the bug '%s'", rule, caught.world(), mutation)
          .isNull();
    }
    return caught;
  }
}
