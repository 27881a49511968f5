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

  @Test
  void everyRunEndsRightWhateverIsKilledFrozenOrCut() throws Exception {
    SoakSettings settings = SoakSettings.ofProperties(SECONDS, SEED);
    Path directory = Places.fresh("soak");
    List<FaultPlan.Event> plan = FaultPlan.ofAllKinds(settings);
    Findings findings;
    try (Cluster cluster = Cluster.start(directory, settings, "--appendfsync", "always")) {
      Path traces = Soak.traces(directory);
      findings = new Soak(settings, false).run(cluster, Load.mixed(settings.seed(), traces), plan);
    }
    Places.report(settings, findings);
    assertThat(findings.wrong()).as("what is wrong; all is kept in %s", directory).isEmpty();
    assertThat(findings.counted("runs ended")).isPositive();
    Places.delete(directory);
  }
}
