package dev.kappa.tests.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Judges the lines that the steps of one run left.
 *
 * <p>A body that was begun by a worker which stood still may go on when its task is another
 * worker's: bodies may overlap, commits may not. So lines are compared by their epochs and not by
 * their order alone: an attempt that another has replaced may leave one line more (with checkpoints
 * that nobody waits for, as many as may be unacknowledged), and no result of it counts.
 */
final class Traces {
  private final List<Line> lines;
  private final int ahead;
  private final Consumer<String> wrong;

  /**
   * @param ahead how many steps may be behind each other that did not wait for their checkpoints; 1
   *     if they waited
   * @param wrong is told what is wrong
   */
  Traces(List<Line> lines, int ahead, Consumer<String> wrong) {
    this.lines = lines;
    this.ahead = ahead;
    this.wrong = wrong;
  }

  /**
   * @param kept the one execution of each step whose result was kept, as far as it is known
   */
  void check(Map<String, Long> kept) {
    oneRun();
    keys();
    kept.forEach(this::kept);
    Map<String, List<Line>> tasks = new LinkedHashMap<>();
    lines.stream()
        .filter(line -> line.number() >= 0)
        .forEach(line -> tasks.computeIfAbsent(line.task(), t -> new ArrayList<>()).add(line));
    tasks.values().forEach(this::task);
  }

  /** All under one idempotency key of a start is one run. */
  private void oneRun() {
    Set<String> runs = new HashSet<>();
    lines.forEach(line -> runs.add(line.run()));
    if (runs.size() > 1) {
      wrong.accept("one key made the runs " + runs);
    }
  }

  /** A step has one key and one task however often it runs; no two steps have the same key. */
  private void keys() {
    Map<String, Line> byStep = new HashMap<>();
    Map<String, Line> byKey = new HashMap<>();
    for (Line line : lines) {
      Line known = byKey.putIfAbsent(line.key(), line);
      if (known != null && !known.what().equals(line.what())) {
        wrong.accept("two steps have one key: " + known + " and " + line);
      }
      Line first = line.isOfSeveral() ? null : byStep.putIfAbsent(line.what(), line);
      if (first != null && !first.task().equals(line.task())) {
        wrong.accept("a step is of two tasks: " + first + " and " + line);
      } else if (first != null && !first.key().equals(line.key())) {
        wrong.accept("a step has two keys: " + first + " and " + line);
      }
    }
  }

  /** A step whose result was kept never ran in a later attempt, nor twice in one. */
  private void kept(String what, long nonce) {
    List<Line> ofStep = lines.stream().filter(line -> line.what().equals(what)).toList();
    List<Line> found = ofStep.stream().filter(line -> line.nonce() == nonce).toList();
    if (found.size() != 1) {
      wrong.accept("%s was kept as %d, of which there are %s".formatted(what, nonce, found));
      return;
    }
    for (Line line : ofStep) {
      if (line.nonce() != nonce && line.epoch() >= found.getFirst().epoch()) {
        wrong.accept("a step ran again that was durable: " + found.getFirst() + ", then " + line);
      }
    }
  }

  /** The steps of one task: in each attempt one after the other, from where the last one was. */
  private void task(List<Line> ofTask) {
    TreeMap<Long, List<Line>> epochs = new TreeMap<>();
    ofTask.forEach(line -> epochs.computeIfAbsent(line.epoch(), e -> new ArrayList<>()).add(line));
    int reached = -1;
    for (List<Line> attempt : epochs.values()) {
      Line first = attempt.getFirst();
      boolean again = first.number() <= reached;
      if (first.number() > reached + 1 || (again && ahead == 1 && first.number() < reached)) {
        wrong.accept("an attempt began at the wrong step, behind step " + reached + ": " + first);
      }
      for (int i = 1; i < attempt.size(); i++) {
        if (attempt.get(i).number() != attempt.get(i - 1).number() + 1) {
          wrong.accept("%s came behind %s".formatted(attempt.get(i), attempt.get(i - 1)));
        }
      }
      reached = Math.max(reached, attempt.getLast().number());
    }
    late(ofTask);
  }

  /** What attempts left after another had begun. */
  private void late(List<Line> ofTask) {
    Map<Long, Integer> late = new HashMap<>();
    long newest = 0;
    for (Line line : ofTask) {
      newest = Math.max(newest, line.epoch());
      if (line.epoch() < newest) {
        int count = late.merge(line.epoch(), 1, Integer::sum);
        if (count > ahead) {
          wrong.accept("an attempt went on although another had begun: " + line);
        }
      }
    }
  }
}
