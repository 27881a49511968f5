package dev.kappa.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.Eventually;
import dev.kappa.tests.OwnRedis;
import dev.kappa.tests.extent.OneMode;
import dev.kappa.tests.extent.Thorough;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What the levels of durability promise when Redis is killed under load. */
@OneMode
final class DurabilityIT {
  private static final int SECONDS = 8;
  private static final long SEED = 3;
  private static final int ENOUGH_RUNS = 20;
  private static final String[] ALWAYS = {"--appendfsync", "always"};
  private static final String[] EACH_SECOND = {"--appendfsync", "everysec"};
  private static final String[] NO_FILE = {"--appendonly", "no"};

  @Test
  void nothingAcknowledgedIsLostWithFsyncHoweverOftenRedisIsKilled() throws Exception {
    SoakSettings settings = SoakSettings.ofProperties(SECONDS, SEED);
    Path directory = Places.fresh("fsync");
    IntFunction<Spec> specs = Load.mixed(settings, Soak.traces(directory));
    run(settings, directory, specs, false, ALWAYS);
  }

  @Thorough
  @Test
  void runsGoOnFromAStateThatTheyHadWithTheLevelRedis() throws Exception {
    SoakSettings settings = SoakSettings.ofProperties(SECONDS, SEED).withLevel("redis");
    Path directory = Places.fresh("redis");
    run(settings, directory, loops(Soak.traces(directory)), true, EACH_SECOND);
  }

  @Test
  void runsAreGoneAndCanBeStartedAgainWithoutAnAppendOnlyFile() throws Exception {
    SoakSettings settings = SoakSettings.ofProperties(SECONDS, SEED).withLevel("redis");
    Path directory = Places.fresh("no-file");
    Findings findings = run(settings, directory, loops(Soak.traces(directory)), true, NO_FILE);
    assertThat(findings.counted("runs forgotten")).isPositive();
  }

  private static IntFunction<Spec> loops(Path traces) {
    return number -> Spec.loop("loop-" + number, 30, 20, traces);
  }

  private static Findings run(
      SoakSettings settings,
      Path directory,
      IntFunction<Spec> specs,
      boolean mayForget,
      String... redis)
      throws IOException, InterruptedException {
    Findings findings;
    try (Cluster cluster = Cluster.start(directory, settings, redis)) {
      findings =
          new Soak(settings, mayForget).run(cluster, specs, FaultPlan.ofRedisKills(settings));
    }
    return judged(settings, directory, findings);
  }

  private static Findings judged(SoakSettings settings, Path directory, Findings findings)
      throws IOException {
    Places.report(settings, findings);
    assertThat(findings.wrong()).as("what is wrong; all is kept in %s", directory).isEmpty();
    assertThat(findings.counted("runs ended")).isPositive();
    Places.delete(directory);
    return findings;
  }

  /** A chain of three servers: the second becomes the master, and has a replica already. */
  @Thorough
  @Test
  void nothingAcknowledgedIsLostWithAReplicaThatBecomesTheMaster() throws Exception {
    SoakSettings settings = SoakSettings.ofProperties(SECONDS, SEED).withLevel("replicas:1");
    Path directory = Places.fresh("replicas");
    Findings findings;
    OwnRedis first = OwnRedis.start(directory.resolve("first"), NO_FILE);
    try (first;
        OwnRedis second = replicaOf(first, directory.resolve("second"));
        OwnRedis third = replicaOf(second, directory.resolve("third"));
        Cluster cluster = Cluster.on(first, directory, settings)) {
      assertThat(third.process().isAlive()).isTrue();
      Soak soak = new Soak(settings, false);
      IntFunction<Spec> specs = Load.mixed(settings, Soak.traces(directory));
      findings = soak.run(cluster, specs, () -> failOver(soak.findings(), cluster, second));
    }
    judged(settings, directory, findings);
  }

  private static OwnRedis replicaOf(OwnRedis master, Path directory) throws IOException {
    String port = Integer.toString(master.port());
    OwnRedis replica =
        OwnRedis.start(directory, "--appendonly", "no", "--replicaof", "127.0.0.1", port);
    Eventually.holds(
        "the replica is connected", () -> replica.ask("INFO").contains("master_link_status:up"));
    return replica;
  }

  private static void failOver(Findings findings, Cluster cluster, OwnRedis second)
      throws IOException {
    Eventually.holds("there is load", () -> findings.counted("runs ended") >= ENOUGH_RUNS);
    cluster.servers().any(0).kill();
    assertThat(second.ask("REPLICAOF NO ONE")).contains("OK");
    cluster.nodes().forEach(node -> node.cable(Fault.Line.STORE, 0).leadTo(second.port()));
    long ended = findings.counted("runs ended");
    Eventually.holds("runs go on", () -> findings.counted("runs ended") >= ended + ENOUGH_RUNS);
  }
}
