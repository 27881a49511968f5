package dev.kappa.tests.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Runs go on while a plan of faults is carried out; then all must end, and end right. */
final class Soak {
  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final int LIST_LIMIT = 1000;

  private final SoakSettings settings;
  private final boolean mayForget;
  private final Findings findings = new Findings();

  /**
   * @param mayForget whether the store may lose what it acknowledged
   */
  Soak(SoakSettings settings, boolean mayForget) {
    this.settings = settings;
    this.mayForget = mayForget;
  }

  /** Does it; the findings say what came of it. */
  Findings run(Cluster cluster, IntFunction<Spec> specs, List<FaultPlan.Event> plan)
      throws IOException, InterruptedException {
    return run(cluster, specs, () -> new Mischief(cluster, findings).run(plan, settings.length()));
  }

  /** As {@link #run(Cluster, IntFunction, List)}, with faults of the test's own. */
  Findings run(Cluster cluster, IntFunction<Spec> specs, Faults faults)
      throws IOException, InterruptedException {
    try (AnyCoordinator coordinators = new AnyCoordinator(cluster.urls())) {
      BucketServer bucket = cluster.bucket();
      Vaults vaults = bucket == null ? null : new Vaults(coordinators, bucket, findings);
      if (vaults != null) {
        vaults.fill(traces(cluster.directory()));
      }
      Load load = new Load(coordinators, findings, specs, mayForget);
      load.start(settings.clients());
      faults.run();
      List<Ended> ended = load.finish(BOUND);
      findings.count("runs started", load.keys());
      Leeway leeway = Leeway.of(settings, mayForget);
      for (Ended run : ended) {
        findings.count("ended: " + run.spec().workflow(), 1);
        Checker.check(findings, run, leeway);
      }
      listed(coordinators, ended);
      if (vaults != null) {
        vaults.check(ended, leeway);
      }
    }
    cluster.all().forEach(this::ends);
    return findings;
  }

  /** What goes wrong while there is load. */
  interface Faults {
    /** Returns when all faults have ended. */
    void run() throws IOException, InterruptedException;
  }

  /** {@return what was found and counted until now} */
  Findings findings() {
    return findings;
  }

  /** {@return where steps leave their lines} */
  static Path traces(Path directory) throws IOException {
    return Files.createDirectories(directory.resolve("traces"));
  }

  /** The list has each run once, and none that nobody started. */
  private void listed(AnyCoordinator coordinators, List<Ended> ended) {
    Map<String, List<Ended>> expected = new TreeMap<>();
    for (Ended run : ended) {
      expected.computeIfAbsent(run.spec().workflow(), w -> new ArrayList<>()).add(run);
    }
    expected.forEach((workflow, runs) -> listed(coordinators, workflow, runs));
  }

  private void listed(AnyCoordinator coordinators, String workflow, List<Ended> ended) {
    Set<String> runs = ended.stream().map(Ended::run).collect(Collectors.toSet());
    JsonNode list =
        coordinators
            .get("/v1/runs?limit=%d&workflow=%s".formatted(LIST_LIMIT, workflow))
            .body()
            .get("runs");
    Set<String> seen = new HashSet<>();
    for (JsonNode run : list) {
      String id = run.get("runId").stringValue();
      if (!seen.add(id)) {
        findings.wrong("the list has run " + id + " twice");
      }
      if (!runs.contains(id)) {
        findings.wrong("the list has a run of %s that nobody started: %s".formatted(workflow, id));
      }
    }
    Set<String> lacking = newest(ended);
    lacking.removeAll(seen);
    if (!mayForget && !lacking.isEmpty()) {
      findings.wrong("the list of %s lacks %s".formatted(workflow, lacking));
    }
  }

  /**
   * {@return those that a list of the newest must have} Of those as old as its last, any may be.
   */
  private static Set<String> newest(List<Ended> ended) {
    List<Ended> sorted =
        ended.stream().sorted(Comparator.comparing(Ended::started).reversed()).toList();
    return sorted.stream()
        .filter(
            run ->
                sorted.size() <= LIST_LIMIT
                    || run.started().isAfter(sorted.get(LIST_LIMIT - 1).started()))
        .map(Ended::run)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** One that can't start while Redis is away is tried again; one that serves goes on. */
  private void ends(Node node) {
    for (Node.End end : node.ends()) {
      findings.count(end.served() ? "coordinators that gave up" : "starts that failed", 1);
      if (end.served()) {
        findings.wrong("a coordinator of %s ended by itself: %s".formatted(node.data(), end));
      }
    }
  }
}
