package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.apps.bench.Ping;
import dev.kappa.apps.bench.Spawn;
import dev.kappa.apps.bench.Stall;
import dev.kappa.apps.bench.Tasks;
import dev.kappa.error.KappaException;
import dev.kappa.testkit.KappaTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The workflows that measure take as many samples as they are asked for. No time is judged. */
final class BenchTest {
  @ParameterizedTest
  @EnumSource(Stall.Mode.class)
  void eachCheckpointIsASample(Stall.Mode mode) {
    assertThat(KappaTest.run(Stall::measure, new Stall.Input(7, 100, 0, mode)).result().samples())
        .isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 1", "1, 3", "4, 2"})
  void eachMessageIsASampleWhateverTheNumberOfTasks(int producers, int consumers) {
    Ping.Result result =
        KappaTest.run(Ping::measure, new Ping.Input(5, 100, producers, consumers)).result();

    assertThat(result.oneWay().samples()).isEqualTo(5L * producers);
    assertThat(result.roundTrip().samples()).isEqualTo(5L * producers);
  }

  @Test
  void eachMessageIsOneSampleWhateverDies() {
    KappaTest.of(Ping::measure, new Ping.Input(2, 10, 2, 2))
        .everyCrash()
        .check(run -> assertThat(run.result().oneWay().samples()).isEqualTo(4));
  }

  @Test
  void eachChildIsOneSampleWhateverDies() {
    KappaTest.of(Spawn::measure, new Spawn.Input(3, 100))
        .everyCrash()
        .check(
            run -> {
              assertThat(run.result().start().samples()).isEqualTo(3);
              assertThat(run.result().await().samples()).isEqualTo(3);
            });
  }

  @Test
  void allTasksHaveRun() {
    assertThat(KappaTest.run(Tasks::measure, new Tasks.Input(1_000)).result().tasks())
        .isEqualTo(1_000);
  }

  @Test
  void numbersOutOfBoundsAreRefused() {
    assertRefused(() -> Ping.measure(new Ping.Input(1, -1, null, null)), "input.bytes: -1");
    assertRefused(() -> Ping.measure(new Ping.Input(1, 1, 0, null)), "input.producers: 0");
    assertRefused(() -> Spawn.measure(new Spawn.Input(0, 1)), "input.turns: 0");
    assertRefused(() -> Tasks.measure(new Tasks.Input(0)), "input.tasks: 0");
    assertRefused(() -> Stall.measure(new Stall.Input(1, 1, 1, null)), "input.mode: missing");
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(KappaException.class)
        .hasMessageStartingWith(message);
  }
}
