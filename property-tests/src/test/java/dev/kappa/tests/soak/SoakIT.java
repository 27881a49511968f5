package dev.kappa.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.extent.OneMode;
import dev.kappa.tests.extent.Thorough;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

/**
 * Processes are killed and frozen and connections cut, at random: every run ends, and ends right.
 * Short by default, once with workers that are connected to coordinators, and once with functions
 * that return what they did and a bucket; {@code kappa.soak.minutes} and the like choose one soak,
 * and make it long.
 */
@OneMode
final class SoakIT {
  private static final int SECONDS = 45;

  /** Of these less is asked, below. */
  private static final int SECONDS_OF_FUNCTIONS = 30;

  private static final long SEED = 1;
  private static final String CHANGED = "partitions changed hands";

  @Test
  void everyRunEndsRightWhateverIsKilledFrozenOrCut() throws Exception {
    SoakSettings said = SoakSettings.ofProperties(SECONDS, SEED);
    soak(SoakSettings.areSaid() ? said : said.returningWithABucket(SECONDS_OF_FUNCTIONS));
  }

  @Test
  @Thorough
  @DisabledIf("dev.kappa.tests.soak.SoakSettings#areSaid")
  void everyRunOfConnectedWorkersEndsRightToo() throws Exception {
    soak(SoakSettings.ofProperties(SECONDS, SEED));
  }

  private static void soak(SoakSettings settings) throws Exception {
    Path directory = Places.fresh("soak");
    List<FaultPlan.Event> plan = FaultPlan.ofAllKinds(settings);
    Findings findings;
    try (Cluster cluster = Cluster.start(directory, settings, "--appendfsync", "always")) {
      Path traces = Soak.traces(directory);
      Hands before = Hands.of(cluster.servers());
      findings = new Soak(settings, false).run(cluster, Load.mixed(settings, traces), plan);
      findings.count(CHANGED, before.changedTo(Hands.of(cluster.servers())));
    }
    Places.report(settings, findings);
    assertThat(findings.wrong()).as("what is wrong; all is kept in %s", directory).isEmpty();
    assertThat(findings.counted("runs ended")).isPositive();
    assertThat(findings.counted(Checker.GIVEN_UP))
        .as(Checker.GIVEN_UP)
        .isLessThanOrEqualTo(1 + findings.counted("runs ended") / 50);
    hit(settings, plan, findings);
    Places.delete(directory);
  }

  /**
   * A soak in which nothing went wrong, since nothing was done, shows nothing. Where each step is
   * an invocation a short one does less: then it counts what was hit, and not in each way.
   */
  private static void hit(SoakSettings settings, List<FaultPlan.Event> plan, Findings findings) {
    boolean eachWay = !settings.returning();
    Map<String, Long> hits =
        FaultPlan.kinds(plan).stream()
            .collect(
                Collectors.groupingBy(
                    kind -> eachWay ? kind : kind.substring(kind.lastIndexOf(' ') + 1),
                    Collectors.summingLong(findings::counted)));
    assertThat(hits)
        .as("what was to be hit was: %s", findings.text())
        .isNotEmpty()
        .allSatisfy((kind, times) -> assertThat(times).as(kind).isPositive());
    assertThat(findings.counted(CHANGED)).as(CHANGED).isPositive();
    Set<String> workflows = Spec.workflows(settings);
    assertThat(workflows.stream().filter(each -> findings.counted("ended: " + each) > 0).count())
        .as("kinds of runs that ended: %s", findings.text())
        .isGreaterThanOrEqualTo(eachWay ? workflows.size() : workflows.size() / 2);
  }
}
