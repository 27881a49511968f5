package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.holding;
import static dev.kappa.coordinator.core.TestRun.naming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
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
  void sleeperThatReachesTheChannelKeepsOthersWaiting() {
    List<TestWorker> family = run.family(1);
    Handle channel = family.get(0).channel(0);
    family.get(1).commit(1, List.of(naming(channel)), new Next.Sleep(9000));
    family.get(0).receive(channel);
    run.look();
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
    run.look();
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
  }

  // ---- while others go on

  @Test
  void receiverThatNoLiveTaskCanServeFailsThoughOthersGoOn() {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(1).channel(0);
    family.get(1).receive(channel);
    assertThat(run.status(family.get(1).task())).isEqualTo(TaskStatus.WAITING);
    run.look();
    assertThat(run.becameReady()).containsExactly(family.get(1).task());
    assertThat(raisedIn(family.get(1).task()).message())
        .isEqualTo(
            "deadlock: child (task 1.1) waits to receive from channel 2.1, which no task that goes on"
                + " can reach");
  }

  @Test
  void runningTaskThatReachesTheChannelThroughAFutureKeepsItsReceiverWaiting() {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(1).channel(0);
    Handle future = family.get(2).task();
    family.get(0).commit(holding(future));
    family.get(2).commit(new Next.Completed(naming(channel), null));
    family.get(1).receive(channel);
    run.look();
    assertThat(run.status(family.get(1).task())).isEqualTo(TaskStatus.WAITING);
    family.get(0).commit(TestRun.NOTHING);
    run.look();
    assertThat(run.becameReady()).containsExactly(family.get(1).task());
  }

  @Test
  void futureOfATaskThatHasNotEndedLeadsToNoChannel() {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(1).channel(0);
    family.get(0).commit(holding(family.get(1).task()));
    family.get(1).receive(channel);
    run.look();
    assertThat(run.becameReady()).containsExactly(family.get(1).task());
  }

  // ---- and cancellation

  @Test
  void cancellationOfTheSameCommitComesBeforeTheDeadlock() {
    List<TestWorker> family = run.family(1);
    TestWorker root = family.get(0);
    Handle child = family.get(1).task();
    Handle channel = root.channel(0);
    root.commit(new Next.Holding(naming(channel)));
    family.get(1).receive(channel);
    root.commit(new Next.Sleep(9000), new Operation.Cancel(child));
    run.look();
    assertThat(raisedIn(child)).isEqualTo(Lives.cancellation());
  }

  @Test
  void cancellationThatComesAfterTheDeadlockIsNotLost() {
    List<TestWorker> family = run.family(1);
    TestWorker root = family.get(0);
    Handle child = family.get(1).task();
    family.get(1).receive(family.get(1).channel(0));
    run.look();
    root.cancel(child);
    TestWorker again = run.dispatch(child);
    assertThat(again.given.next()).isInstanceOf(Next.Raising.class);
    assertThat(again.given.cancel()).isTrue();
  }

  @Test
  void finalizerThatWaitsInVainFailsThoughItsTaskIsCancelled() {
    List<TestWorker> family = run.family(1);
    TestWorker masked = family.get(1);
    masked.masks = 1;
    masked.receive(masked.channel(0));
    family.get(0).cancel(masked.task());
    assertThat(run.status(masked.task())).isEqualTo(TaskStatus.WAITING);
    run.look();
    TestWorker again = run.dispatch(masked.task());
    assertThat(again.given.next())
        .isInstanceOfSatisfying(
            Next.Raising.class, n -> assertThat(n.failure().code()).isEqualTo("KAPPA-306"));
    assertThat(again.given.cancel()).isTrue();
  }

  @Test
  void messageInAReachableChannelKeepsAReceiverWaiting() {
    List<TestWorker> family = run.family(1);
    TestWorker root = family.get(0);
    Handle outer = root.channel(1);
    root.commit(0, List.of(naming(outer)), TestRun.NOTHING);
    Handle inner = family.get(1).channel(0);
    family.get(1).commit(new Next.Send(outer, naming(inner)));
    family.get(1).receive(inner);
    run.look();
    assertThat(run.status(family.get(1).task())).isEqualTo(TaskStatus.WAITING);
  }

  @Test
  void taskThatWaitsInALiveChannelKeepsThoseWaitingWhomItCouldServe() {
    List<TestWorker> family = run.family(2);
    Handle first = family.get(0).channel(0);
    family.get(0).commit(holding(first));
    Handle second = family.get(1).channel(0);
    family.get(1).commit(1, List.of(naming(second)), new Next.Receive(first));
    family.get(2).receive(second);
    run.look();
    assertThat(run.becameReady()).isEmpty();
  }

  @Test
  void sendersThatWaitForEachOtherFailThoughOthersGoOn() {
    List<TestWorker> family = run.family(2);
    Handle one = family.get(1).channel(0);
    Handle other = family.get(2).channel(0);
    family.get(1).commit(1, List.of(naming(other)), new Next.Receive(one));
    family.get(2).commit(1, List.of(naming(one)), new Next.Receive(other));
    run.look();
    assertThat(run.becameReady())
        .containsExactlyInAnyOrder(family.get(1).task(), family.get(2).task());
  }

  @Test
  void taskInTheQueueOfALiveGroupIsNotDead() {
    TestWorker root = run.root();
    List<Handle> children = root.group(2, 1);
    root.await(children.get(1));
    run.dispatch(children.get(0));
    run.look();
    assertThat(run.becameReady()).isEmpty();
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
  }

  @Test
  void whoWaitsBehindADeadGroupHearsOfItFromItsTasks() {
    TestWorker root = run.root();
    List<Handle> bystander = root.spawn(1);
    List<Handle> children = root.group(2, 1);
    root.await(children.get(1));
    TestWorker first = run.dispatch(children.get(0));
    first.receive(first.channel(0));
    run.look();
    assertThat(run.becameReady()).containsExactly(children.get(0));
    String message = raisedIn(children.get(0)).message();
    assertThat(message)
        .contains("waits for its turn among those", "flow (task 0.0) awaits child (task 1.3)");
    assertThat(run.status(bystander.getFirst())).isEqualTo(TaskStatus.READY);
  }

  @Test
  void cycleOfAwaitsFailsThoughOthersGoOn() {
    List<TestWorker> family = run.family(3);
    family.get(1).await(family.get(2).task());
    family.get(2).await(family.get(1).task());
    run.look();
    assertThat(run.becameReady())
        .containsExactlyInAnyOrder(family.get(1).task(), family.get(2).task());
  }

  @Test
  void deadlockIsFoundWhileTheRunGoesOnEvenIfNobodyLooks() {
    List<TestWorker> family = run.family(1);
    family.get(1).receive(family.get(1).channel(0));
    for (int i = 0; i < 300 && run.status(family.get(1).task()) == TaskStatus.WAITING; i++) {
      family.get(0).channel(0);
    }
    assertThat(run.status(family.get(1).task())).isEqualTo(TaskStatus.READY);
  }

  @Test
  void longListIsCut() {
    List<TestWorker> family = run.family(30);
    Handle channel = family.get(1).channel(0);
    for (TestWorker child : family.subList(1, 31)) {
      child.receive(channel);
    }
    run.look();
    String message = raisedIn(family.get(1).task()).message();
    assertThat(message).contains("task 1.20").doesNotContain("task 1.21").endsWith("; and 10 more");
  }
}
