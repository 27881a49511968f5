package dev.kappa.testkit.jqwik;

import dev.kappa.testkit.Fault;
import dev.kappa.testkit.FaultSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.ListArbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/**
 * Gives properties a {@link FaultSchedule}, for {@code @ForAll FaultSchedule schedule}: faults at
 * the first 20 commits, of which at most two kill a worker. It shrinks to fewer and earlier faults.
 */
public final class ScheduleArbitraries implements ArbitraryProvider {
  private static final int USUAL_COMMITS = 20;

  /** Needed by jqwik. */
  public ScheduleArbitraries() {}

  /** {@return schedules with faults at the commits from 1 to {@code commits}} */
  public static Arbitrary<FaultSchedule> upTo(int commits) {
    Arbitrary<Integer> commit = Arbitraries.integers().between(1, commits);
    Arbitrary<List<Fault>> deaths =
        faults(commit, Fault.Kind.BEFORE, Fault.Kind.AFTER, Fault.Kind.LATE).ofMaxSize(2);
    Arbitrary<List<Fault>> repetitions = faults(commit, Fault.Kind.TWICE).ofMaxSize(3);
    Arbitrary<Long> order = Arbitraries.longs().between(0, 1_000_000).shrinkTowards(0);
    return Combinators.combine(deaths, repetitions, order)
        .as(
            (dead, twice, seed) -> {
              List<Fault> all = new ArrayList<>(twice);
              all.addAll(dead);
              return new FaultSchedule(all, seed);
            });
  }

  private static ListArbitrary<Fault> faults(Arbitrary<Integer> commit, Fault.Kind... kinds) {
    return Combinators.combine(commit, Arbitraries.of(kinds)).as(Fault::new).list();
  }

  @Override
  public boolean canProvideFor(TypeUsage type) {
    return type.isOfType(FaultSchedule.class);
  }

  @Override
  public Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
    return Set.of(upTo(USUAL_COMMITS));
  }
}
