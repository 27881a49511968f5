package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.handler.FakeCoordinator.Answer;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker whose task is wanted back, since others wait. */
final class GiveWayTest extends WorkerFixture {
  private final FakeCoordinator coordinator;

  GiveWayTest() throws IOException {
    coordinator = coordinator();
  }

  private static Answer saying(AttemptRef wanted) {
    return new Answer.SayBefore(List.of(new Message.Alive(wanted, List.of())), 0);
  }

  @Test
  void taskIsGivenBackAtTheNextCommitAndAnotherTaken() {
    coordinator.script = commit -> commit.seq() == 1 ? saying(commit.ref()) : null;
    coordinator.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = coordinator.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one");
    assertThat(coordinator.commits).extracting(Commit::release).containsExactly(false, true);
    assertThat(coordinator.received.getLast()).isInstanceOf(Message.Poll.class);
  }

  @Test
  void wordOfAnotherAttemptIsNotMeant() {
    AttemptRef earlier = new AttemptRef("run-1", Handle.ROOT, 0);
    coordinator.script = commit -> saying(earlier);
    coordinator.tasks.add(FakeCoordinator.enter("three", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(coordinator.commits).extracting(Commit::release).containsOnly(false);
  }
}
