package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** How plans are made smaller when a property fails. */
final class SmallerPlansTest {
  private static final Plan FAILS = new Plan.Throw(0);

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whateverIsCutThereIsAnEnd(@ForAll long seed) {
    Random random = new Random(seed);
    Plan plan = Plans.random(random);
    for (List<Plan> ways = SmallerPlans.of(plan); !ways.isEmpty(); ways = SmallerPlans.of(plan)) {
      Plan smaller = ways.get(random.nextInt(ways.size()));
      assertThat(SmallerPlans.size(smaller)).isLessThanOrEqualTo(SmallerPlans.size(plan));
      assertThat(smaller).isNotEqualTo(plan);
      plan = smaller;
    }
    assertThat(plan).isEqualTo(new Plan.Add(1));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void ofSeveralTasksNoneFails(@ForAll long seed) {
    Plan plan = new Plan.Children(2, 2, Plans.random(new Random(seed), 3));
    for (Plan smaller : SmallerPlans.of(plan)) {
      if (smaller instanceof Plan.Children children) {
        assertThatCode(() -> Plans.value(children.body(), 1)).doesNotThrowAnyException();
      }
    }
  }

  @Example
  void errorThatIsTakenMayStay() {
    Plan taken = new Plan.Catch(FAILS, 0, new Plan.Add(5));
    assertThat(SmallerPlans.of(new Plan.Children(3, 1, taken)))
        .contains(new Plan.Children(1, 1, taken), taken)
        .doesNotContain(new Plan.Children(3, 1, FAILS));
  }

  @Example
  void commandSaysWhichWorldItIs() {
    Less less =
        Less.without(Set.of(Fault.CLOCK))
            .only(List.of(new Strike(Fault.CUT, 7), new Strike(Fault.NO_START, 0)))
            .cut(2)
            .cut(1);
    assertThat(less.command())
        .isEqualTo("-Dkappa.without=CLOCK -Dkappa.only=CUT:7,NO_START:0 -Dkappa.cuts=2,1");
    assertThat(Less.parse("CLOCK", "CUT:7,NO_START:0", "2,1")).isEqualTo(less);
    assertThat(Less.parse("", "none", "")).isEqualTo(Less.NONE.only(List.of()));
    assertThat(Less.NONE.only(List.of()).command()).contains("-Dkappa.only=none ");
    assertThat(Less.parse("", "", "")).isEqualTo(Less.NONE);
  }

  @Example
  void cutThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Less.NONE.cut(0).cut(9).of(new Plan.Pause(7)))
        .hasMessage("cut 9 of Add[n=1] (expected: less than 0)");
  }
}
