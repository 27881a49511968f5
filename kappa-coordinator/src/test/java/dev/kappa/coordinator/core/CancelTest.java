package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.completed;
import static dev.kappa.coordinator.core.TestRun.failed;
import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Cancelling: a flag for who has begun, the end for who has not. */
final class CancelTest {
  private static final Next.Failed CANCELLED = new Next.Failed(Lives.cancelled());

  private final TestRun run = TestRun.started();

  private void cancel() {
    run.apply(new Command.Cancel());
  }

  private void assertCancelled(Handle task) {
    assertThat(run.status(task)).isEqualTo(TaskStatus.ENDED);
    assertThat(run.task(task).next())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(CANCELLED);
  }

  private void terminate() {
    run.apply(new Command.Terminate());
  }

  @Test
  void terminatedRunEndsWithAllItsTasksWhateverTheyDo() {
    TestWorker root = run.root();
    Handle queue = root.channel(0);
    List<Handle> children = root.group(5, 4);
    TestWorker working = run.dispatch(children.get(0));
    run.dispatch(children.get(1)).receive(queue);
    run.dispatch(children.get(2)).sleep(1_000_000);
    TestWorker masked = run.dispatch(children.get(3));
    masked.masks++;
    masked.await(children.get(0));
    root.await(children.toArray(Handle[]::new));
    terminate();
    assertThat(run.state().header().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(run.effects()).contains(new Effect.Ended(), new Effect.Over());
    assertThat(working.send(working.next(NOTHING))).isInstanceOf(Message.Superseded.class);
    terminate();
    assertThat(run.state().header().status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void finalizersOfARunThatHasEndedAreTerminatedAndItsResultStays() {
    TestWorker root = run.root();
    TestWorker child = run.dispatch(root.spawn(1).getFirst());
    child.masks++;
    child.sleep(1_000_000);
    root.completes("done");
    cancel();
    assertThat(run.state().over()).isFalse();
    terminate();
    assertThat(run.state().over()).isTrue();
    assertThat(run.state().header().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void runThatHasNotBegunEnds() {
    cancel();
    assertThat(run.state().header().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(run.effects()).contains(new Effect.Ended(), new Effect.Over());
  }

  @Test
  void childThatHasNotBegunEnds() {
    Handle child = run.root().spawn(1).getFirst();
    cancel();
    assertCancelled(child);
  }

  @Test
  void runningTaskLearnsOfItByTheNextReply() {
    TestWorker root = run.root();
    root.commit(NOTHING);
    cancel();
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.RUNNING);
    assertThat(root.commit(NOTHING)).isEqualTo(new Message.Committed(2, true, null));
  }

  @Test
  void runningTaskThatWouldWaitIsRaised() {
    List<TestWorker> family = run.family(1);
    cancel();
    assertThat(family.get(0).await(family.get(1).task()))
        .isEqualTo(new Message.Committed(2, true, new Next.Raising(Lives.cancellation())));
  }

  @Test
  void readyTaskThatHasBegunIsToldByItsNextWorker() {
    TestWorker root = run.root();
    root.commit(holding("x"));
    root.crashes();
    cancel();
    TestWorker again = run.root();
    assertThat(again.given.cancel()).isTrue();
    assertThat(again.given.next()).isEqualTo(holding("x"));
  }

  private void assertWaitIsBrokenOff(BiConsumer<TestWorker, Handle> wait) {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(0).channel(0);
    TestWorker waiter = family.get(1);
    wait.accept(waiter, channel);
    assertThat(run.status(waiter.task())).isEqualTo(TaskStatus.WAITING);
    cancel();
    assertThat(run.becameReady()).containsExactly(waiter.task());
    assertThat(run.state().nextTimer()).isEqualTo(Long.MAX_VALUE);
    assertThat(run.dispatch(waiter.task()).given.next())
        .isEqualTo(new Next.Raising(Lives.cancellation()));
    // Nothing of the wait is left: neither a message, nor time, nor an end wakes it once more.
    family.get(2).commit(completed("late"));
    run.tick(1_000_000);
    assertThat(run.becameReady()).isEmpty();
  }

  @Test
  void receiverStopsWaiting() {
    assertWaitIsBrokenOff(TestWorker::receive);
  }

  @Test
  void senderStopsWaiting() {
    assertWaitIsBrokenOff((worker, channel) -> worker.send(channel, "a"));
  }

  @Test
  void sleeperStopsWaiting() {
    assertWaitIsBrokenOff((worker, channel) -> worker.sleep(9000));
  }

  @Test
  void awaiterStopsWaiting() {
    assertWaitIsBrokenOff((worker, channel) -> worker.await(new Handle(1, 2)));
  }

  @Test
  void awaiterOfAllStopsWaiting() {
    assertWaitIsBrokenOff((worker, channel) -> worker.await(new Handle(1, 2), Handle.ROOT));
  }

  @Test
  void messageOfACancelledSenderIsNotReceived() {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(0).channel(0);
    family.get(1).send(channel, "never");
    family.get(2).masks = 1;
    cancel();
    family.get(2).receive(channel);
    assertThat(run.status(family.get(2).task())).isEqualTo(TaskStatus.WAITING);
  }

  @Test
  void taskInAFinalizerGoesOnWaiting() {
    List<TestWorker> family = run.family(1);
    TestWorker masked = family.get(1);
    masked.masks = 1;
    masked.sleep(2000);
    cancel();
    assertThat(run.status(masked.task())).isEqualTo(TaskStatus.WAITING);
    run.tick(2000);
    TestWorker again = run.dispatch(masked.task());
    assertThat(again.given.next()).isEqualTo(NOTHING);
    assertThat(again.given.cancel()).isTrue();
    assertThat(again.sleep(3000)).isInstanceOf(Message.Yielded.class);
  }

  @Test
  void taskThatHasBeenToldIsNotToldAgain() {
    TestWorker root = run.root();
    cancel();
    root.cancelled = true;
    assertThat(root.sleep(2000)).isInstanceOf(Message.Yielded.class);
  }

  @Test
  void parkedTaskEnds() {
    TestWorker root = run.root();
    root.commit(new Next.Parked(failure("code changed")));
    cancel();
    assertThat(run.state().header().status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void cancelledTaskThatCantGoOnEnds() {
    List<TestWorker> family = run.family(1);
    family.get(0).completes("done");
    family.get(1).commit(new Next.Parked(failure("code changed")));
    assertCancelled(family.get(1).task());
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void cancelTwiceIsTheSameAsOnce() {
    run.root();
    cancel();
    cancel();
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void cancelledRunSaysSo() {
    TestWorker root = run.root();
    cancel();
    assertThat(run.state().header().status()).isEqualTo(RunStatus.RUNNING);
    root.commit(CANCELLED);
    assertThat(run.state().header().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(run.state().header().failure()).isEqualTo(Lives.cancelled());
  }

  @Test
  void runThatEndsInTimeDespiteBeingCancelledHasSucceeded() {
    TestWorker root = run.root();
    cancel();
    root.completes("done");
    assertThat(run.state().header().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void runThatFailsOtherwiseWhileCancelledHasFailed() {
    TestWorker root = run.root();
    cancel();
    root.commit(failed("finalizer broke"));
    assertThat(run.state().header().status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void cancelErrorThatNobodyAskedForIsAFailure() {
    TestWorker root = run.root();
    root.commit(CANCELLED);
    assertThat(run.state().header().status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void endOfTheRootCancelsTheOthers() {
    List<TestWorker> family = run.family(3);
    Handle late = family.get(1).spawn(1).getFirst();
    family.get(2).sleep(9000);
    family.get(3).commit(NOTHING);
    family.get(0).completes("done");
    assertThat(run.state().tasks().containsKey(late)).as("it has ended, unheard of").isFalse();
    assertThat(run.state().header().notices()).isEqualTo(Notices.NONE);
    assertThat(run.becameReady()).containsExactly(family.get(2).task());
    assertThat(family.get(3).commit(NOTHING)).isEqualTo(new Message.Committed(2, true, null));
    assertThat(run.state().header().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void taskSpawnedTogetherWithTheEndOfTheRootEnds() {
    TestWorker root = run.root();
    root.commit(completed("done"), TestRun.spawn(root.handle()));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void taskSpawnedAfterTheEndOfTheRunEndsAtOnce() {
    List<TestWorker> family = run.family(1);
    family.get(0).completes("done");
    assertCancelled(family.get(1).spawn(1).getFirst());
    family.get(1).fails("cancelled");
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void finalizerCanSpawnAfterTheEndOfTheRun() {
    List<TestWorker> family = run.family(1);
    family.get(0).completes("done");
    TestWorker masked = family.get(1);
    masked.masks = 1;
    Handle child = masked.spawn(1).getFirst();
    masked.await(child);
    run.dispatch(child).completes("cleaned");
    assertThat(run.dispatch(masked.task()).given.next()).isEqualTo(holding("cleaned"));
  }
}
