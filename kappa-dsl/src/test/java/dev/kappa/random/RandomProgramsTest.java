package dev.kappa.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.local.Everywhere;
import dev.kappa.local.Everywhere.End;
import dev.kappa.local.Mode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the program, and wherever workers die: it gives what it means. */
class RandomProgramsTest {
  private static final long INPUT = 1;

  @Provide
  Arbitrary<Plan> plans() {
    return Plans.any();
  }

  /** What the plan means, calculated without an interpreter. */
  private static End calculated(Plan plan) {
    Calculated calculated = new Calculated();
    return Everywhere.end(() -> calculated.of(plan, INPUT), calculated::elapsed);
  }

  private static End run(Mode mode, Plan plan) {
    return Everywhere.end(mode, Compiled.of(plan, INPUT));
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void programGivesWhatItMeans(@ForAll("plans") Plan plan) {
    assertThat(run(Mode.STRAIGHT, plan)).isEqualTo(calculated(plan));
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void programGivesTheSameWhereverWorkersDie(@ForAll("plans") Plan plan) {
    End expected = calculated(plan);
    for (Mode mode : Everywhere.MODES) {
      assertThat(run(mode, plan)).as("in %s", mode).isEqualTo(expected);
    }
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void programGivesTheSameHoweverFewFramesAreThere(
      @ForAll("plans") Plan plan,
      @ForAll @IntRange(min = 0, max = 6) int loaded,
      @ForAll @IntRange(min = 1, max = 3) int fetched) {
    Mode mode = Mode.CRASH_EVERYWHERE.frames(loaded, fetched);
    assertThat(run(mode, plan)).isEqualTo(calculated(plan));
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void programGivesTheSameHoweverManyCommitsAWorkerMakes(
      @ForAll("plans") Plan plan,
      @ForAll @IntRange(min = 1, max = 9) int fuel,
      @ForAll @IntRange(min = 0, max = 5) int crashEvery,
      @ForAll @IntRange(min = 0, max = 4) int loaded) {
    Mode mode = new Mode(fuel, crashEvery, loaded, 2, false);
    assertThat(run(mode, plan)).isEqualTo(calculated(plan));
  }
}
