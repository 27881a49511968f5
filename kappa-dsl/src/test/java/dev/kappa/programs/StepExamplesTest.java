package dev.kappa.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Checkpoints;
import dev.kappa.Retry;
import dev.kappa.Step;
import dev.kappa.StepInDoubtException;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import dev.kappa.Workflow;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import dev.kappa.local.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/language.md} about steps. */
class StepExamplesTest {
  private static Task<String> lookUp() {
    return Task.step("look up", Step.within(Duration.ofSeconds(10)), () -> slowService())
        .retry(Retry.times(3).on(TimedOutException.class));
  }

  private static String slowService() {
    return Journal.count("called") < 3 ? timesOut() : "found";
  }

  private static String timesOut() {
    throw new TimedOutException("not done within PT10S");
  }

  private static Task<Boolean> charge() {
    return Task.step("charge", Step.once(), () -> chargeCard())
        .recover(StepInDoubtException.class, doubt -> Task.step("ask", () -> wasCharged()));
  }

  private static boolean chargeCard() {
    Journal.note("charged");
    return true;
  }

  private static boolean wasCharged() {
    return Journal.notes().contains("charged");
  }

  private static final class Catalogue {
    private Catalogue() {}

    static Task<String> load(String file) {
      return Task.step("load", () -> file);
    }
  }

  @Test
  void timeOutIsTriedAgain() {
    assertThat(Everywhere.value(lookUp())).isEqualTo("found");
  }

  @Test
  void doubtIsResolvedByAsking() {
    assertThat(Everywhere.end(Mode.STRAIGHT, charge()).value()).isEqualTo(true);
    assertThat(Everywhere.end(Mode.CRASH, charge()).value())
        .as("it died between the beginning and the charge")
        .isEqualTo(false);
  }

  @Test
  void workflowSaysWhenItMakesCheckpoints() {
    Workflow<String> load =
        Workflow.of("import", String.class, Catalogue::load)
            .checkpoints(Checkpoints.atMostEvery(Duration.ofSeconds(5)));

    assertThat(load.checkpoints().interval()).isEqualTo(Duration.ofSeconds(5));
  }
}
