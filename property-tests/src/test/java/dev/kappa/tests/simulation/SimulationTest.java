package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Checkpoint;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The rules of execution in simulated worlds. A failure names its seed; {@code Simulation} of that
 * seed does the same again.
 */
final class SimulationTest {
  private static Simulation of(long seed) {
    Random random = new Random(seed);
    Program program = Programs.ALL.get(random.nextInt(Programs.ALL.size())).apply(random);
    Setting setting = Setting.of(program, random);
    return new Simulation(new World(random, Faults.random(random)), setting);
  }

  @AfterContainer
  static void tell() {
    System.out.println(Tally.text());
  }

  @Example
  void everyProgramGivesItsResultWhenNothingFails() {
    for (Function<Random, Program> each : Programs.ALL) {
      for (int i = 0; i < 5; i++) {
        Random random = new Random(i);
        Setting setting = Setting.of(each.apply(random), random);
        new Simulation(new World(random, Faults.NONE), setting).runToItsResult();
      }
    }
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void everyProgramGivesItsResultWhateverFails(@ForAll long seed) {
    of(seed).runToItsResult();
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void cancelledRunsEnd(@ForAll long seed) {
    Simulation simulation = of(seed).cancelAfter(Math.floorMod(seed, 3000L));
    assertThat(simulation.run().status()).isIn(RunStatus.SUCCEEDED, RunStatus.CANCELLED);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void whatWasOpenedIsClosedWhenTheRunIsCancelled(@ForAll long seed) {
    Random random = new Random(seed);
    World world = new World(random, Faults.random(random));
    int children = 1 + random.nextInt(5);
    RunView view =
        new Simulation(world, Setting.of(Programs.guarded(children), random).with(Checkpoint.SYNC))
            .cancelAfter(world.some(4000))
            .run();
    assertThat(view.status()).isIn(RunStatus.SUCCEEDED, RunStatus.CANCELLED);
    for (int i = 0; i < children; i++) {
      if (Journal.count("used " + i) > 0) {
        assertThat(Journal.count("closed " + i)).isPositive();
      }
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void sameSeedIsTheSameHistory(@ForAll long seed) {
    Simulation one = of(seed);
    one.run();
    Simulation other = of(seed);
    other.run();
    assertThat(one.history()).isEqualTo(other.history());
  }
}
