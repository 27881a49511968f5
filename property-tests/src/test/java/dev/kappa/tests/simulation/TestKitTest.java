package dev.kappa.tests.simulation;

import dev.kappa.Task;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Scenario;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What users test their workflows with gives what plain Java calculates, whatever fails. */
final class TestKitTest {
  private static final int SCHEDULES = 5;

  @Property(tries = 200)
  void testKitGivesWhatPlainJavaCalculates(@ForAll long seed) {
    Random random = new Random(seed);
    Program program = Programs.any(random, () -> Plans.program(Plans.random(random)));
    // These ask the simulation for the time.
    Assume.that(!program.name().startsWith("naps"));
    scenario(program, program.task())
        .random(SCHEDULES)
        .check(run -> program.check().accept(String.valueOf((Object) run.result())));
  }

  private static Scenario<?> scenario(Program program, Task<?> task) {
    Scenario<?> scenario = KappaTest.of(task).beforeEach(Journal::beginShared);
    for (Map.Entry<String, String> signal : program.signals().entrySet()) {
      scenario = scenario.signal(signal.getKey(), json(signal.getValue()));
    }
    return scenario;
  }

  private static Object json(String text) {
    return text.chars().allMatch(Character::isDigit) ? Integer.valueOf(text) : text;
  }
}
