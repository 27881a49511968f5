package dev.kappa.random;

import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random plans. */
final class Plans {
  private static final int DEPTH = 4;

  private Plans() {}

  /** {@return plans of a few parts} */
  static Arbitrary<Plan> any() {
    Arbitrary<Plan> plans = leaves();
    for (int i = 0; i < DEPTH; i++) {
      plans = Arbitraries.oneOf(leaves(), composed(plans), wrapped(plans), loops(plans));
    }
    return plans;
  }

  private static Arbitrary<Plan> leaves() {
    return Arbitraries.oneOf(
        steps(),
        number(0, 9).map(Plan.Give::new),
        kinds().map(Plan.Throw::new),
        Combinators.combine(number(0, 2), number(1, 3))
            .as((id, failures) -> new Plan.Flaky((int) (long) id, (int) (long) failures)),
        Arbitraries.just(new Plan.Save()),
        small(0, 9).map(Plan.Pause::new),
        small(0, 1).map(Plan.Post::new));
  }

  /** Plans that neither fail nor wait. */
  private static Arbitrary<Plan> steps() {
    return Arbitraries.oneOf(number(1, 9).map(Plan.Add::new), number(2, 3).map(Plan.Times::new));
  }

  private static Arbitrary<Plan> composed(Arbitrary<Plan> parts) {
    return Arbitraries.oneOf(
        both(parts, Plan.Then::new), both(parts, Plan.And::new), both(parts, Plan.Also::new));
  }

  private static Arbitrary<Plan> wrapped(Arbitrary<Plan> parts) {
    return Arbitraries.oneOf(
        parts.map(Plan.Late::new),
        parts.map(Plan.Child::new),
        both(parts, Plan.Finally::new),
        Combinators.combine(parts, kinds(), parts).as(Plan.Catch::new),
        Combinators.combine(parts, small(1, 3), small(0, 5)).as(Plan.Again::new));
  }

  private static Arbitrary<Plan> loops(Arbitrary<Plan> bodies) {
    return Arbitraries.oneOf(
        Combinators.combine(small(0, 3), bodies).as(Plan.Turns::new),
        Combinators.combine(small(0, 3), bodies).as(Plan.Fold::new),
        Combinators.combine(small(0, 3), bodies).as(Plan.Each::new),
        Combinators.combine(small(0, 3), both(steps(), Plan.Then::new)).as(Plan.Children::new));
  }

  private static Arbitrary<Plan> both(
      Arbitrary<Plan> parts, BiFunction<Plan, Plan, ? extends Plan> make) {
    return Combinators.combine(parts, parts).as(make::apply);
  }

  private static Arbitrary<Plan.Kind> kinds() {
    return Arbitraries.of(Plan.Kind.class);
  }

  private static Arbitrary<Long> number(long least, long most) {
    return Arbitraries.longs().between(least, most);
  }

  private static Arbitrary<Integer> small(int least, int most) {
    return Arbitraries.integers().between(least, most);
  }
}
