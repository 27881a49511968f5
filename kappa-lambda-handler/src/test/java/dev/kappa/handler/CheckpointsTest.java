package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Checkpoint;
import dev.kappa.Checkpoints;
import dev.kappa.handler.FakeCoordinator.Answer;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import dev.kappa.wire.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a worker commits. */
final class CheckpointsTest extends WorkerFixture {
  private final FakeCoordinator coordinator;

  CheckpointsTest() throws IOException {
    coordinator = coordinator();
  }

  private void work(String workflow) {
    coordinator.tasks.add(FakeCoordinator.enter(workflow, NAME));
    coordinator.work(worker, MINUTE);
  }

  private List<Long> steps() {
    return coordinator.commits.stream().map(commit -> commit.next().steps()).toList();
  }

  @Test
  void stepsInTheIntervalAreNotCommittedButTheFirst() {
    work("seldom");

    assertThat(steps()).as("after the first, and at the end").containsExactly(1L, 3L);
    assertThat(result(coordinator)).isEqualTo("[\"one\",\"two\",\"three\",\"Ann\"]");
    assertChain(coordinator);
  }

  @Test
  void stepsAfterTheIntervalAreCommitted() {
    work("often");

    assertThat(steps()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void stepsSinceTheLastCheckpointRunAgain() throws IOException {
    coordinator.script =
        commit -> commit.seq() == 2 ? new Answer.Say(new Message.Superseded(2, "it died")) : null;
    work("seldom");
    Commit last = coordinator.commits.getFirst();
    FakeCoordinator other = coordinator();
    other.tasks.add(coordinator.again(last.next().push(), last.next().next()));

    other.work(worker, MINUTE);

    assertThat(Programs.LOG).containsExactly("one", "two", "three", "two", "three");
    assertThat(result(other)).isEqualTo("[\"one\",\"two\",\"three\",\"Ann\"]");
  }

  @Test
  void stepThatRunsAtMostOnceIsCommittedBeforeWithAllBeforeIt() {
    work("seldom-once");

    assertThat(steps()).containsExactly(1L, 2L, 4L);
    assertChain(coordinator);
  }

  @Test
  void eachOperationIsCommittedAtOnce() {
    work("operations");

    assertThat(coordinator.commits).extracting(c -> c.operations().size()).startsWith(1, 1, 1);
    assertThat(coordinator.commits.get(2).operations().getFirst())
        .isInstanceOf(Operation.Publish.class);
    assertThat(result(coordinator)).isEqualTo("\"end\"");
    assertChain(coordinator);
  }

  @Test
  void intervalIsNotNegative() {
    assertThatThrownBy(() -> Checkpoints.atMostEvery(Duration.ofMillis(-1)))
        .hasMessage("interval: PT-0.001S (expected: >= PT0S)");
    assertThat(Checkpoints.eachOperation().mode(Checkpoint.ASYNC))
        .isEqualTo(new Checkpoints(Checkpoint.ASYNC, Duration.ZERO, true));
  }
}
