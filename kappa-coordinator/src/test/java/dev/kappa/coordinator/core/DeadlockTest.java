package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody waits in silence for what can't come (R8). */
final class DeadlockTest {
  private final TestRun run = TestRun.started();

  private Failure raisedIn(Handle task) {
    assertThat(run.status(task)).isEqualTo(TaskStatus.READY);
    Next next = run.dispatch(task).given.next();
    assertThat(next).isInstanceOf(Next.Raising.class);
    return ((Next.Raising) next).failure();
  }

  @Test
  void receiverThatNobodyCanServeFailsWhereItWaits() {
    TestWorker root = run.root();
    assertThat(root.receive(root.channel(1))).isEqualTo(new Message.Yielded(2));
    Failure failure = raisedIn(Handle.ROOT);
    assertThat(failure.code()).isEqualTo("KAPPA-306");
    assertThat(failure.message())
        .isEqualTo(
            "deadlock: flow (task 0.0) waits to receive from channel 1.1, which no task that goes on can reach");
  }

  @Test
  void onlyTheTaskAtTheChannelFailsIfOthersAwaitIt() {
    List<TestWorker> family = run.family(1);
    Handle channel = family.get(0).channel(0);
    family.get(0).await(family.get(1).task());
    family.get(1).send(channel, "to nobody");
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
    assertThat(raisedIn(family.get(1).task()).message())
        .isEqualTo(
            "deadlock: child (task 1.1) waits to send to channel 1.2, which no task that goes on can"
                + " reach; flow (task 0.0) awaits child (task 1.1)");
  }

  @Test
  void tasksThatAwaitEachOtherFail() {
    List<TestWorker> family = run.family(1);
    family.get(1).await(Handle.ROOT);
    family.get(0).await(family.get(1).task());
    assertThat(raisedIn(family.get(1).task()).message()).contains("deadlock");
    assertThat(raisedIn(Handle.ROOT).message()).contains("deadlock");
  }

  @Test
  void taskThatAwaitsItselfFails() {
    run.root().await(Handle.ROOT);
    assertThat(raisedIn(Handle.ROOT).message()).contains("awaits flow (task 0.0)");
  }

  @Test
  void sleeperKeepsOthersWaiting() {
    List<TestWorker> family = run.family(1);
    Handle channel = family.get(0).channel(0);
    family.get(1).sleep(9000);
    family.get(0).receive(channel);
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
    run.tick(9000);
    run.dispatch(family.get(1).task()).send(channel, "woken");
    assertThat(run.root().given.next()).isEqualTo(holding("woken"));
  }

  @Test
  void parkedTaskKeepsOthersWaiting() {
    List<TestWorker> family = run.family(1);
    family.get(0).await(family.get(1).task());
    family.get(1).commit(new Next.Parked(TestRun.failure("code changed")));
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
  }
}
