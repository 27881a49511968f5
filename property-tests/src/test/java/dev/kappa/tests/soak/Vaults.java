package dev.kappa.tests.soak;

import dev.kappa.tests.app.soak.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * What is in the bucket when all faults are over. Some runs have had a large value since before the
 * first fault: it must be there. What runs had that have ended is gone in the end, as it is when
 * these have ended, too. Objects that steps wrote are there, whole.
 */
final class Vaults {
  private static final int COUNT = 3;
  private static final Duration BOUND = Duration.ofSeconds(90);

  private final AnyCoordinator coordinators;
  private final BucketServer bucket;
  private final Findings findings;
  private final Map<String, Spec> runs = new LinkedHashMap<>();

  Vaults(AnyCoordinator coordinators, BucketServer bucket, Findings findings) {
    this.coordinators = coordinators;
    this.bucket = bucket;
    this.findings = findings;
  }

  /** Starts the runs; returns when each has its value there. */
  void fill(Path traces) throws InterruptedException {
    for (Spec spec : IntStream.range(0, COUNT).mapToObj(i -> Spec.vault(i, traces)).toList()) {
      AnyCoordinator.Answer answer = coordinators.post("/v1/runs", spec.request());
      if (!answer.isGood()) {
        throw new AssertionError("the start of %s was answered %s".formatted(spec, answer));
      }
      runs.put(answer.body().get("runId").stringValue(), spec);
    }
    Set<String> there = awaited(runs.keySet());
    if (!there.equals(runs.keySet())) {
      throw new AssertionError("of %s, these have large values: %s".formatted(runs, there));
    }
  }

  /**
   * Looks at what is there, and lets the runs end.
   *
   * @param ended all others, which have ended
   */
  void check(List<Ended> ended, Leeway leeway) throws IOException, InterruptedException {
    ended.stream().filter(run -> run.spec().workflow().equals("soak-objects")).forEach(this::read);
    expect("while only these wait", runs.keySet());
    for (Map.Entry<String, Spec> run : runs.entrySet()) {
      open(run.getKey(), run.getValue(), leeway);
    }
    expect("when all have ended", Set.of());
    findings.count("large values left", bucket.keys().size());
  }

  private void expect(String when, Set<String> expected) throws InterruptedException {
    Set<String> found = awaited(expected);
    if (!found.equals(expected)) {
      findings.wrong(
          "%s, these runs have large values: %s (expected: %s): %s"
              .formatted(when, found, expected, bucket.keys()));
    }
  }

  /** {@return whose large values there are, when that is as expected, or does not become so} */
  private Set<String> awaited(Set<String> expected) throws InterruptedException {
    long end = System.nanoTime() + BOUND.toNanos();
    Set<String> found = bucket.runs();
    while (!found.equals(expected) && System.nanoTime() - end < 0) {
      Thread.sleep(100);
      found = bucket.runs();
    }
    return found;
  }

  private void open(String run, Spec spec, Leeway leeway) throws IOException {
    AnyCoordinator.Answer told = coordinators.post("/v1/runs/" + run + "/signals/open", "1");
    if (!told.isGood()) {
      findings.wrong("%s: the signal was answered %s".formatted(spec, told));
      return;
    }
    long end = System.nanoTime() + BOUND.toNanos();
    AnyCoordinator.Answer answer;
    do {
      answer = coordinators.get("/v1/runs/" + run + "/result?wait=3s");
    } while (answer.status() == 202 && System.nanoTime() - end < 0);
    if (answer.status() == 200) {
      findings.count("values kept all the time", 1);
      Checker.check(findings, new Ended(spec, run, answer.body()), leeway);
    } else {
      findings.wrong("%s: its result was answered %s".formatted(spec, answer));
    }
  }

  // ---- objects

  private void read(Ended run) {
    JsonNode objects = run.result() == null ? null : run.result().get("objects");
    if (objects == null) {
      return;
    }
    for (JsonNode object : objects) {
      findings.count("objects read", 1);
      String difference =
          Content.difference(
              object.get("name").stringValue(),
              object.get("characters").intValue(),
              bucket.text(object.get("key").stringValue()));
      if (!difference.isEmpty()) {
        findings.wrong("%s (run %s): %s".formatted(run.spec(), run.run(), difference));
      }
    }
  }
}
