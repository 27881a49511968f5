package dev.kappa.tests.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Judges a run that has ended by what went in, what came out, and the lines that its steps left. It
 * knows nothing of Kappa but the rules.
 */
final class Checker {
  private static final int UNIT_MILLIS = 150;
  private static final int ROUNDS = 3;

  /** What is counted of the steps that faults hit three times in a row. */
  static final String GIVEN_UP = "steps given up";

  private final Findings findings;
  private final Ended ended;
  private final Spec spec;
  private final List<Line> lines;

  private Checker(Findings findings, Ended ended, List<Line> lines) {
    this.findings = findings;
    this.ended = ended;
    this.spec = ended.spec();
    this.lines = lines;
  }

  static void check(Findings findings, Ended ended, Leeway leeway) throws IOException {
    check(findings, ended, Line.read(ended.spec().traces()), leeway);
    if (ended.spec().workflow().equals("soak-family") && !leeway.forgotten()) {
      for (int i = 0; i < ended.spec().width(); i++) {
        other(findings, ended, i, Line.read(ended.spec().traces(i)));
      }
    }
  }

  /** A run that was started by another one. */
  static void other(Findings findings, Ended ended, int number, List<Line> lines) {
    JsonNode other = ended.result() == null ? null : ended.result().get("others").get(number);
    if (other == null) {
      return;
    }
    Checker checker = new Checker(findings, ended, lines);
    checker.expect("its turns", ended.spec().size(), other.get("turned").get("done").size());
    String run = other.get("run").stringValue();
    lines.forEach(line -> checker.expect("the run of a step of another run", run, line.run()));
    new Traces(lines, 1, checker::wrong).check(checker.kept(other.get("turned")));
  }

  /** As {@link #check(Findings, Ended, Leeway)}, with the lines that its steps left. */
  static void check(Findings findings, Ended ended, List<Line> lines, Leeway leeway) {
    Checker checker = new Checker(findings, ended, lines);
    findings.count("steps run", lines.size());
    Set<String> distinct = new HashSet<>();
    lines.forEach(line -> distinct.add(line.key()));
    findings.count("steps repeated", lines.size() - distinct.size());
    checker.outcome();
    if (!leeway.forgotten()) {
      int ahead = ended.spec().workflow().equals("soak-ahead") ? leeway.ahead() : 1;
      new Traces(lines, ahead, checker::wrong).check(checker.kept());
    }
  }

  private void wrong(String what) {
    findings.wrong("%s (run %s): %s".formatted(spec, ended.run(), what));
  }

  private void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      wrong("%s is %s (expected: %s)".formatted(what, found, expected));
    }
  }

  // ---- outcomes

  /** R8: a step whose worker dies that often fails its run. Chance may hit one step again. */
  private boolean isGivenUp() {
    JsonNode error = ended.document().path("error");
    String message = error.path("message").asString("");
    return ended.status().equals("FAILED")
        && error.path("code").asString("").equals("KAPPA-302")
        && message.startsWith("the worker died 3 times in a row in this step")
        && message.contains("signal: killed");
  }

  private void outcome() {
    boolean endless = spec.workflow().equals("soak-forever");
    String status = endless ? "CANCELLED" : "SUCCEEDED";
    if (isGivenUp()) {
      findings.count(GIVEN_UP, 1);
      return;
    }
    if (!ended.status().equals(status)) {
      wrong("it is %s (expected: %s): %s".formatted(ended.status(), status, ended.document()));
      return;
    }
    if (endless) {
      cleaned();
      return;
    }
    switch (spec.workflow()) {
      case "soak-tree" -> tree();
      case "soak-pipe" -> pipe();
      case "soak-loop", "soak-ahead" -> expect("turns", spec.size(), done().size());
      case "soak-text" -> text();
      case "soak-nap" -> naps();
      case "soak-mend" -> mended();
      case "soak-insist" -> insisted();
      case "soak-letters" -> waiting().letters();
      case "soak-select" -> findings.count("messages chosen", waiting().chosen());
      case "soak-race" -> waiting().raced();
      case "soak-scope" -> waiting().scoped();
      case "soak-family" -> waiting().family();
      case "soak-parcel" -> large().parcels();
      case "soak-vault" -> large().vault();
      case "soak-objects" -> large().objects();
      default -> throw new AssertionError(spec.workflow());
    }
  }

  private WaitingOutcomes waiting() {
    return new WaitingOutcomes(spec, ended.result(), lines, this::wrong);
  }

  private LargeOutcomes large() {
    return new LargeOutcomes(spec, ended.result(), Set.copyOf(done()), this::wrong);
  }

  private void tree() {
    expect("the sum", fib(spec.size()), ended.result().get("value").longValue());
    // Each call with n < 2 is a leaf, and there are as many as the next Fibonacci number says.
    expect("the leaves", fib(spec.size() + 1), (long) new HashSet<>(done()).size());
  }

  private static long fib(int n) {
    long a = 0;
    long b = 1;
    for (int i = 0; i < n; i++) {
      long next = a + b;
      a = b;
      b = next;
    }
    return a;
  }

  private void pipe() {
    int producers = spec.width();
    Set<String> missing = new HashSet<>();
    for (int p = 0; p < producers; p++) {
      for (int i = 0; i < spec.size(); i++) {
        missing.add(p + ":" + i);
      }
    }
    expect("handed on", missing.size(), ended.result().get("handedOn").intValue());
    Set<String> seen = new HashSet<>();
    for (JsonNode consumer : ended.result().get("messages")) {
      int[] last = new int[producers];
      for (JsonNode node : consumer) {
        String message = node.stringValue();
        received(message, missing, seen);
        inOrder(message, last);
      }
    }
    findings.count("messages received", seen.size());
    findings.count("messages lost", missing.size());
    findings.count("messages doubled", 0);
    missing.forEach(message -> wrong("message " + message + " is lost"));
  }

  private void received(String message, Set<String> missing, Set<String> seen) {
    boolean sent = missing.remove(message);
    if (!seen.add(message)) {
      findings.count("messages doubled", 1);
      wrong("message " + message + " came twice");
    } else if (!sent) {
      wrong("message " + message + " was never sent");
    }
  }

  private void inOrder(String message, int[] last) {
    int colon = message.indexOf(':');
    int producer = Integer.parseInt(message.substring(0, colon));
    int number = Integer.parseInt(message.substring(colon + 1));
    if (number < last[producer]) {
      wrong("message " + message + " came behind number " + last[producer]);
    }
    last[producer] = number;
  }

  private void text() {
    long characters = (long) (spec.width() << 10) * spec.size();
    expect("the characters", characters, ended.result().get("characters").longValue());
    expect("turns", spec.size(), done().size());
  }

  private void naps() {
    JsonNode naps = ended.result().get("naps");
    expect("naps", spec.width() * ROUNDS, naps.size());
    int i = 0;
    for (JsonNode nap : naps) {
      long asked = (i / ROUNDS * 7L + i % ROUNDS * 3L) % spec.size() * UNIT_MILLIS;
      expect("the sleep asked for", asked, nap.get("asked").longValue());
      long slept =
          nap.get("after").get("millis").longValue() - nap.get("before").get("millis").longValue();
      if (slept < asked) {
        wrong("nap %d took %d ms (expected: at least %d)".formatted(i, slept, asked));
      }
      i++;
    }
  }

  private void mended() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < spec.width(); i++) {
      expected.add((i % 2 == 0 ? "child" : "parent") + ":bad:" + i);
    }
    expect("the words", expected, texts(ended.result().get("words")));
    for (int i = 0; i < spec.width(); i++) {
      String clean = "clean:" + i;
      if (lines.stream().noneMatch(line -> line.what().equals(clean))) {
        wrong(clean + " never ran");
      }
    }
  }

  private void insisted() {
    expect("the words", List.of("insisted"), texts(ended.result().get("words")));
    if (lines.size() < 3) {
      wrong("it was content with %d tries".formatted(lines.size()));
    }
  }

  /**
   * If any turn was begun, the last step ran, and behind it no turn of an attempt that may have
   * known of it.
   */
  private void cleaned() {
    long epoch = Long.MAX_VALUE;
    for (Line line : lines) {
      if (line.what().equals("clean")) {
        epoch = Math.min(epoch, line.epoch());
      } else if (line.epoch() >= epoch) {
        wrong(line + " came behind the end of a cancelled run");
      }
    }
    if (epoch == Long.MAX_VALUE && !lines.isEmpty()) {
      wrong("the step that ensure promises never ran");
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.stringValue()));
    return texts;
  }

  // ---- what was kept

  private List<String> done() {
    return List.copyOf(kept().keySet());
  }

  /** {@return the executions whose results went into the run's result, by step} */
  private Map<String, Long> kept() {
    return kept(ended.result());
  }

  private Map<String, Long> kept(@Nullable JsonNode result) {
    Map<String, Long> kept = new HashMap<>();
    JsonNode done = result == null ? null : result.get("done");
    if (done != null) {
      for (JsonNode one : done) {
        String what = one.get("what").stringValue();
        if (kept.put(what, one.get("nonce").longValue()) != null) {
          wrong(what + " is twice in the result");
        }
      }
    }
    return kept;
  }
}
