package dev.kappa.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the soak would find: lines of steps that no right run leaves, and such as one may leave. */
final class TracesTest {
  private final List<Line> lines = new ArrayList<>();

  private Line ran(int number, long epoch) {
    Line line =
        new Line(
            "turn:" + number, number, "run", "0.0", epoch, "key" + number, lines.size(), 1_000);
    lines.add(line);
    return line;
  }

  private List<String> wrong(boolean ahead, Map<String, Long> kept) {
    List<String> wrong = new ArrayList<>();
    new Traces(lines, ahead ? Leeway.USUAL.ahead() : 1, wrong::add).check(kept);
    return wrong;
  }

  @Test
  void attemptMayBeginAgainWithTheStepThatWasCutOff() {
    ran(0, 1);
    ran(1, 1);
    Line again = ran(1, 3);
    ran(2, 3);
    assertThat(wrong(false, Map.of("turn:1", again.nonce()))).isEmpty();
  }

  @Test
  void attemptThatStoodStillMayLeaveOneLineMore() {
    ran(0, 1);
    Line kept = ran(1, 2);
    ran(2, 2);
    ran(1, 1);
    assertThat(wrong(false, Map.of("turn:1", kept.nonce()))).isEmpty();
  }

  @Test
  void attemptThatGoesOnAfterAnotherHasBegunIsFound() {
    ran(0, 1);
    ran(1, 2);
    ran(1, 1);
    ran(2, 1);
    assertThat(wrong(false, Map.of())).anyMatch(text -> text.contains("went on although"));
  }

  @Test
  void stepThatRunsAgainAfterItWasKeptIsFound() {
    Line kept = ran(0, 1);
    ran(0, 2);
    assertThat(wrong(false, Map.of("turn:0", kept.nonce())))
        .singleElement()
        .asString()
        .contains("ran again that was durable");
  }

  @Test
  void stepThatRunsAgainBehindItsSuccessorIsFound() {
    ran(0, 1);
    ran(1, 1);
    ran(0, 2);
    assertThat(wrong(false, Map.of())).singleElement().asString().contains("wrong step");
    assertThat(wrong(true, Map.of())).isEmpty();
  }

  @Test
  void stepThatIsLeftOutIsFound() {
    ran(0, 1);
    ran(2, 2);
    assertThat(wrong(true, Map.of())).singleElement().asString().contains("wrong step");
  }

  @Test
  void resultOfAnExecutionThatLeftNoLineIsFound() {
    ran(0, 1);
    assertThat(wrong(false, Map.of("turn:0", 17L))).singleElement().asString().contains("kept as");
  }

  @Test
  void keyThatMakesTwoRunsIsFound() {
    ran(0, 1);
    lines.add(new Line("turn:1", 1, "other", "0.0", 1, "key1", 9, 1_000));
    assertThat(wrong(false, Map.of())).singleElement().asString().contains("made the runs");
  }

  @Test
  void stepOfTwoTasksIsFound() {
    ran(0, 1);
    lines.add(new Line("turn:0", 0, "run", "0.1", 1, "key0", 9, 1_000));
    assertThat(wrong(false, Map.of())).singleElement().asString().contains("of two tasks");
  }

  @Test
  void stepsWithOneKeyAreFound() {
    ran(0, 1);
    lines.add(new Line("turn:1", 1, "run", "0.0", 1, "key0", 9, 1_000));
    assertThat(wrong(false, Map.of())).singleElement().asString().contains("one key");
  }
}
