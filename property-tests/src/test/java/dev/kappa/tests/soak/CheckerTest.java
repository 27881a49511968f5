package dev.kappa.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The soak's judge is judged: each history here is one that a right run leaves, with one thing in
 * it changed, and what was changed must be found.
 */
final class CheckerTest {
  private static final String KILLED = "the worker died %d times in a row in this step, last: %s";

  /** A change of a right history, and what the judge is to say of it. */
  record Bug(String name, String workflow, Consumer<History> change, String found) {
    @Override
    public String toString() {
      return workflow + ": " + name;
    }
  }

  private static Bug bug(String workflow, String name, Consumer<History> change, String found) {
    return new Bug(name, workflow, change, found);
  }

  static List<Bug> bugs() {
    return Stream.of(ofResults(), ofMessages(), ofSteps(), ofTime(), ofOthers(), ofLargeValues())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Bug> ofResults() {
    return List.of(
        bug("soak-tree", "wrong result", h -> h.set("/value", 4), "the sum is 4"),
        bug("soak-tree", "lost leaf", h -> h.drop("/done", 0), "the leaves is 4 (expected: 5)"),
        bug("soak-loop", "failed", h -> h.status("FAILED"), "it is FAILED (expected: SUCCEEDED)"),
        bug("soak-loop", "lost turn", h -> h.drop("/done", 2), "turns is 3"),
        bug("soak-text", "lost character", h -> h.add("/characters", -1), "the characters is"),
        bug("soak-mend", "wrong word", h -> h.set("/words/0", "child:bad:9"), "the words is"),
        bug("soak-mend", "no ensure", h -> h.noLine("clean:1"), "clean:1 never ran"),
        bug("soak-insist", "too few tries", h -> h.noLine("~try"), "content with 2 tries"),
        bug("soak-forever", "not cancelled", h -> h.status("SUCCEEDED"), "it is SUCCEEDED"),
        bug("soak-forever", "no ensure", h -> h.noLine("clean"), "that ensure promises never ran"),
        bug("soak-forever", "a turn after the end", h -> h.line("turn:3", 3, "0.0", 2), "behind"));
  }

  private static List<Bug> ofMessages() {
    return List.of(
        bug("soak-pipe", "lost", h -> h.drop("/messages/0", 1), "message 0:1 is lost"),
        bug("soak-pipe", "doubled", h -> h.insert("/messages/1", 1, "0:0"), "0:0 came twice"),
        bug("soak-pipe", "made up", h -> h.insert("/messages/1", 1, "0:9"), "was never sent"),
        bug("soak-pipe", "out of order", h -> h.swap("/messages/1", 0, 1), "came behind number 1"),
        bug("soak-pipe", "not handed on", h -> h.set("/handedOn", 3), "handed on is 3"),
        bug("soak-select", "lost", h -> h.drop("/messages", 3), "messages of the one who offers"),
        bug("soak-select", "doubled", h -> h.insert("/messages", 3, "left:1"), "came twice"),
        bug("soak-select", "out of order", h -> h.swap("/messages", 0, 2), "of its producer"),
        bug("soak-letters", "wrong signal", h -> h.set("/values/1", 9), "signal 1 is 9"),
        bug("soak-letters", "lost signal", h -> h.drop("/values", 1), "the signals is 1"));
  }

  private static List<Bug> ofSteps() {
    return List.of(
        bug(
            "soak-loop",
            "run again after it was acknowledged",
            h -> h.line("turn:1", 1, "0.0", 2),
            "a step ran again that was durable"),
        bug("soak-ahead", "skipped", h -> h.noLine("turn:1"), "turn:1 was kept as"),
        bug("soak-loop", "skipped", h -> h.noLine("turn:1"), "turn:1 was kept as"),
        bug(
            "soak-forever",
            "skipped",
            h -> {
              h.noLine("turn:1");
              h.noLine("clean");
              h.line("clean", -1, "0.0", 1);
            },
            "came behind"),
        bug("soak-loop", "another's result", h -> h.set("/done/1/nonce", 77), "was kept as 77"),
        bug("soak-loop", "kept twice", h -> h.set("/done/1/what", "turn:0"), "twice in the result"),
        bug("soak-loop", "two runs of one key", h -> h.runOfLast("other"), "made the runs"),
        bug("soak-loop", "another key", h -> h.line("turn:3", 3, "0.0", 0, "k"), "two keys"),
        bug("soak-tree", "a step of two tasks", h -> h.line("tlr", 0, "9.9", 0), "of two tasks"),
        bug(
            "soak-loop",
            "an attempt that goes on",
            h -> {
              h.line("turn:4", 4, "0.0", 2);
              h.line("turn:4", 4, "0.0", 1);
              h.line("turn:5", 5, "0.0", 1);
            },
            "went on although another had begun"));
  }

  private static List<Bug> ofTime() {
    return List.of(
        bug("soak-nap", "too short", h -> h.add("/naps/1/after/millis", -1), "took 449 ms"),
        bug("soak-nap", "another sleep", h -> h.set("/naps/1/asked", 5), "the sleep asked for"),
        bug("soak-nap", "lost nap", h -> h.drop("/naps", 2), "naps is 2"),
        bug("soak-race", "too early", h -> h.add("/rounds/0/after/millis", -1), "over after 399"),
        bug("soak-race", "never left", h -> h.noLine("left:0"), "left:0 never ran"),
        bug("soak-race", "slow one first", h -> h.set("/rounds/0/first", "tortoise"), "was first"),
        bug("soak-race", "no limit", h -> h.set("/rounds/0/limited", "in time"), "had a limit"),
        bug("soak-race", "limit too soon", h -> h.set("/rounds/0/unlimited", "x"), "had an hour"));
  }

  private static List<Bug> ofOthers() {
    return List.of(
        bug("soak-scope", "no ensure", h -> h.noLine("gone:1"), "promises child 1 never ran"),
        bug(
            "soak-scope",
            "left too early",
            h -> {
              h.noLine("gone:1");
              h.line("gone:1", -1, "0.2", 1);
            },
            "child 1 had not gone when its scope was left"),
        bug("soak-family", "two runs", h -> h.set("/others/0/again", "b"), "of the same key"),
        bug(
            "soak-family",
            "one run for two keys",
            h -> {
              h.set("/others/1/run", "other-0");
              h.set("/others/1/again", "other-0");
            },
            "two keys are one run"),
        bug("soak-family", "lost run", h -> h.drop("/others", 1), "the other runs is 1"),
        bug(
            "soak-family",
            "lost turn",
            h -> h.drop("/others/0/turned/done", 0),
            "the turns of another run"));
  }

  private static List<Bug> ofLargeValues() {
    return List.of(
        bug("soak-parcel", "lost", h -> h.drop("/names", 5), "parcels of packer 1 is 2"),
        bug("soak-parcel", "out of order", h -> h.swap("/names", 0, 2), "next parcel of packer 0"),
        bug("soak-parcel", "doubled", h -> h.insert("/names", 2, "0:0"), "next parcel of packer 0"),
        bug("soak-parcel", "never opened", h -> h.drop("/done", 9), "what was done is"),
        bug("soak-parcel", "other content", h -> h.damage("/content", 700), "wrong one at 700"),
        bug("soak-parcel", "half a content", h -> h.cut("/content", 900), "has 900 characters"),
        bug("soak-vault", "other content", h -> h.damage("/content", 1023), "wrong one at 1023"),
        bug("soak-vault", "never seen", h -> h.drop("/done", 1), "what was done is"),
        bug("soak-objects", "lost", h -> h.drop("/objects", 1), "the objects is 3"),
        bug("soak-objects", "one key", h -> h.set("/objects/1/key", "k0"), "their keys is 3"),
        bug("soak-objects", "never read", h -> h.drop("/done", 7), "what was done is 7"));
  }

  private static List<String> judged(History history) {
    Findings findings = new Findings();
    Checker.check(findings, history.ended(), history.lines(), Leeway.USUAL);
    return findings.wrong();
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void whatIsWrongIsFound(Bug bug) {
    History history = History.of(bug.workflow());
    bug.change().accept(history);
    assertThat(judged(history)).anyMatch(text -> text.contains(bug.found()));
  }

  @ParameterizedTest
  @MethodSource("dev.kappa.tests.soak.History#workflows")
  void rightHistoryIsRight(String workflow) {
    assertThat(judged(History.of(workflow))).isEmpty();
  }

  @Test
  void stepThatFaultsHitThreeTimesInARowIsCountedAndNotWrong() {
    Findings findings = failed("KAPPA-302", KILLED.formatted(3, "signal: killed"));
    assertThat(findings.wrong()).isEmpty();
    assertThat(findings.counted(Checker.GIVEN_UP)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "KAPPA-302, 2, signal: killed",
    "KAPPA-302, 3, exit code 1",
    "KAPPA-301, 3, signal: killed"
  })
  void stepThatWasGivenUpForAnotherReasonIsWrong(String code, int times, String how) {
    Findings findings = failed(code, KILLED.formatted(times, how));
    assertThat(findings.wrong()).anyMatch(text -> text.contains("it is FAILED"));
    assertThat(findings.counted(Checker.GIVEN_UP)).isZero();
  }

  private static Findings failed(String code, String message) {
    History history = History.of("soak-loop");
    history.failed(code, message);
    Findings findings = new Findings();
    Checker.check(findings, history.ended(), history.lines(), Leeway.USUAL);
    return findings;
  }

  @Test
  void eachWorkflowThatTheSoakStartsIsJudgedHere() {
    assertThat(History.workflows())
        .containsAll(Spec.workflows(SoakSettings.ofProperties(1, 1).returningWithABucket(1)));
    assertThat(bugs()).extracting(Bug::workflow).containsAll(History.workflows());
  }

  @Test
  void stepsOfARunThatAnotherStartedAreJudgedAsItsOwn() {
    History history = History.of("soak-family");
    Findings right = new Findings();
    Checker.other(right, history.ended(), 0, history.linesOfOther(0, "other-0"));
    assertThat(right.wrong()).isEmpty();
    Findings wrong = new Findings();
    Checker.other(wrong, history.ended(), 0, history.linesOfOther(0, "unknown"));
    assertThat(wrong.wrong()).anyMatch(text -> text.contains("the run of a step of another run"));
    List<Line> again = history.linesOfOther(0, "other-0");
    Line line = again.getFirst();
    again.add(new Line(line.what(), 0, line.run(), line.task(), 5, line.key(), 1_234, 1_000));
    Checker.other(wrong, history.ended(), 0, again);
    assertThat(wrong.wrong()).anyMatch(text -> text.contains("ran again that was durable"));
  }

  @Test
  void whatMayBeForgottenIsJudgedByItsResultAlone() {
    History history = History.of("soak-loop");
    history.line("turn:1", 1, "0.0", 2);
    Findings findings = new Findings();
    Checker.check(findings, history.ended(), history.lines(), new Leeway(true, 1));
    assertThat(findings.wrong()).isEmpty();
    history.drop("/done", 0);
    Checker.check(findings, history.ended(), history.lines(), new Leeway(true, 1));
    assertThat(findings.wrong()).isNotEmpty();
  }
}
