package dev.kappa.tests.soak;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Judges what came of runs that wait for signals, for one of several things, or not for ever. */
final class WaitingOutcomes {
  private final Spec spec;
  private final JsonNode result;
  private final List<Line> lines;
  private final Consumer<String> wrong;

  /**
   * @param lines what the steps of the run left, in the order in which they were written
   * @param wrong is told what is wrong
   */
  WaitingOutcomes(Spec spec, JsonNode result, List<Line> lines, Consumer<String> wrong) {
    this.spec = spec;
    this.result = result;
    this.lines = lines;
    this.wrong = wrong;
  }

  private void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      wrong.accept("%s is %s (expected: %s)".formatted(what, found, expected));
    }
  }

  /** Each signal came with what a client sent, and the step behind it had that. */
  void letters() {
    JsonNode values = result.get("values");
    expect("the signals", spec.width(), values.size());
    for (int i = 0; i < values.size(); i++) {
      int sent = spec.letter(i);
      expect("signal " + i, sent, values.get(i).intValue());
      ran("read:%d=%d".formatted(i, sent));
    }
  }

  private void ran(String what) {
    if (lines.stream().noneMatch(line -> line.what().equals(what))) {
      wrong.accept(what + " never ran");
    }
  }

  /** {@return how many messages were received} Each once, in the order of their producer. */
  int chosen() {
    Set<String> seen = new HashSet<>();
    int left = 0;
    int right = 0;
    for (JsonNode node : result.get("messages")) {
      String message = node.stringValue();
      int number = Integer.parseInt(message.substring(message.indexOf(':') + 1));
      int before = message.startsWith("left") ? left++ : right++;
      if (!seen.add(message)) {
        wrong.accept("message " + message + " came twice");
      } else if (number != before) {
        wrong.accept("message %s came behind %d of its producer".formatted(message, before));
      }
    }
    expect("the messages of the one who sends", spec.size(), left);
    expect("the messages of the one who offers", spec.size(), right);
    return seen.size();
  }

  /** The quick one won, what had an hour was in time, and what had none was left, not too early. */
  void raced() {
    JsonNode rounds = result.get("rounds");
    expect("the rounds", spec.width(), rounds.size());
    for (int i = 0; i < rounds.size(); i++) {
      JsonNode round = rounds.get(i);
      expect("who was first", "hare", round.get("first").stringValue());
      expect("what had an hour", "in time", round.get("unlimited").stringValue());
      expect("what had a limit", "too late", round.get("limited").stringValue());
      ran("left:" + i);
      long took = millis(round.get("after")) - millis(round.get("before"));
      if (took < spec.size()) {
        wrong.accept(
            "limit %d was over after %d ms (expected: at least %d)"
                .formatted(i, took, spec.size()));
      }
    }
  }

  private static long millis(JsonNode look) {
    return look.get("millis").longValue();
  }

  /** Who was in the scope had gone when it was left. */
  void scoped() {
    int behind = first("behind");
    if (behind < 0) {
      wrong.accept("the step behind the scope never ran");
      return;
    }
    for (int i = 0; i < spec.width(); i++) {
      int gone = first("gone:" + i);
      if (first("on:" + i) >= 0 && gone < 0) {
        wrong.accept("the step that ensure promises child %d never ran".formatted(i));
      } else if (gone > behind) {
        wrong.accept("child %d had not gone when its scope was left".formatted(i));
      }
    }
  }

  private int first(String what) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).what().equals(what)) {
        return i;
      }
    }
    return -1;
  }

  /** Two starts under one key are one run, and it came to what it should. */
  void family() {
    JsonNode others = result.get("others");
    expect("the other runs", spec.width(), others.size());
    Set<String> runs = new HashSet<>();
    for (JsonNode other : others) {
      String run = other.get("run").stringValue();
      expect("the other run of the same key", run, other.get("again").stringValue());
      expect("the turns of another run", spec.size(), other.get("turned").get("done").size());
      if (!runs.add(run)) {
        wrong.accept("two keys are one run: " + run);
      }
    }
  }
}
