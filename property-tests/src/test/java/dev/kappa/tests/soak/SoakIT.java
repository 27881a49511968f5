package dev.kappa.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Processes are killed and frozen and connections cut, at random: every run ends, and ends right.
 * Short by default; {@code kappa.soak.minutes} and the like make it long.
 */
final class SoakIT {
  private static final int SECONDS = 45;
  private static final long SEED = 1;
  private static final String CHANGED = "partitions changed hands";

  @Test
  void everyRunEndsRightWhateverIsKilledFrozenOrCut() throws Exception {
    SoakSettings settings = SoakSettings.ofProperties(SECONDS, SEED);
    Path directory = Places.fresh("soak");
    List<FaultPlan.Event> plan = FaultPlan.ofAllKinds(settings);
    Findings findings;
    try (Cluster cluster = Cluster.start(directory, settings, "--appendfsync", "always")) {
      Path traces = Soak.traces(directory);
      Hands before = Hands.of(cluster.servers());
      findings = new Soak(settings, false).run(cluster, Load.mixed(settings.seed(), traces), plan);
      findings.count(CHANGED, before.changedTo(Hands.of(cluster.servers())));
    }
    Places.report(settings, findings);
    assertThat(findings.wrong()).as("what is wrong; all is kept in %s", directory).isEmpty();
    assertThat(findings.counted("runs ended")).isPositive();
    assertThat(findings.counted(Checker.GIVEN_UP))
        .as(Checker.GIVEN_UP)
        .isLessThanOrEqualTo(1 + findings.counted("runs ended") / 50);
    hit(plan, findings);
    Places.delete(directory);
  }

  /** A soak in which nothing went wrong, since nothing was done, shows nothing. */
  private static void hit(List<FaultPlan.Event> plan, Findings findings) {
    assertThat(FaultPlan.kinds(plan))
        .as("each kind of fault hit something: %s", findings.text())
        .allSatisfy(kind -> assertThat(findings.counted(kind)).as(kind).isPositive());
    assertThat(findings.counted(CHANGED)).as(CHANGED).isPositive();
    assertThat(Spec.WORKFLOWS)
        .as("each kind of run ended: %s", findings.text())
        .allSatisfy(
            workflow ->
                assertThat(findings.counted("ended: " + workflow)).as(workflow).isPositive());
  }
}
