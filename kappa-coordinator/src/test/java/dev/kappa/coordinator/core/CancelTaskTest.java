package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.completed;
import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One task asks another to end. */
final class CancelTaskTest {
  private static final Next.Raising RAISED = new Next.Raising(Lives.cancellation());
  private static final Next.Failed CANCELLED = new Next.Failed(Lives.cancelled());

  private final TestRun run = TestRun.started();

  @Test
  void taskThatHasNotBegunEndsAndWhoAwaitsItHears() {
    List<TestWorker> family = run.family(1);
    TestWorker root = family.get(0);
    Handle child = root.spawn(1).getFirst();
    family.get(1).await(child);
    root.cancel(child);
    assertThat(run.task(child).next())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(CANCELLED);
    assertThat(run.dispatch(family.get(1).task()).given.next())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(new Next.Raising(Lives.cancelled()));
  }

  @Test
  void taskSpawnedInTheSameCommitNeverBegins() {
    TestWorker root = run.root();
    Handle child = root.handle();
    root.commit(holding(child), TestRun.spawn(child), new Operation.Cancel(child));
    assertThat(run.task(child).next())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(CANCELLED);
  }

  @Test
  void readyTaskThatHasBegunIsToldByItsNextWorker() {
    List<TestWorker> family = run.family(1);
    family.get(1).commit(holding("x"));
    family.get(1).crashes();
    family.get(0).cancel(family.get(1).task());
    run.reload();
    TestWorker again = run.dispatch(family.get(1).task());
    assertThat(again.given.cancel()).isTrue();
    assertThat(again.given.next()).isEqualTo(holding("x"));
  }

  @Test
  void taskThatWaitsIsBrokenOffAndLeavesItsPlaces() {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(0).channel(1);
    family.get(1).select(new Next.Receive(channel), new Next.Sleep(9000));
    family.get(0).cancel(family.get(1).task());
    assertThat(run.becameReady()).containsExactly(family.get(1).task());
    assertThat(run.dispatch(family.get(1).task()).given.next()).isEqualTo(RAISED);
    family.get(0).send(channel, "for another");
    assertThat(family.get(2).receive(channel)).isEqualTo(TestRun.given(1, holding("for another")));
  }

  @Test
  void runningTaskLearnsOfItByItsNextReply() {
    List<TestWorker> family = run.family(1);
    family.get(0).cancel(family.get(1).task());
    assertThat(run.status(family.get(1).task())).isEqualTo(TaskStatus.RUNNING);
    assertThat(family.get(1).commit(NOTHING)).isEqualTo(new Message.Committed(1, true, null));
  }

  @Test
  void queuedTaskLeavesItsQueue() {
    TestWorker root = run.root();
    List<Handle> children = root.group(3, 1);
    TestWorker first = run.dispatch(children.get(0));
    root.cancel(children.get(1));
    assertThat(run.task(children.get(1)).next())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(CANCELLED);
    first.completes("done");
    assertThat(run.becameReady()).containsExactly(children.get(2));
  }

  @Test
  void taskThatHasEndedStaysAsItIs() {
    List<TestWorker> family = run.family(1);
    family.get(1).completes("done");
    family.get(0).cancel(family.get(1).task());
    assertThat(run.task(family.get(1).task()).next()).isEqualTo(completed("done"));
    assertThat(run.task(family.get(1).task()).cancel()).isFalse();
  }

  @Test
  void taskThatNobodyKnowsIsNoMatter() {
    assertThat(run.root().cancel(new Handle(99, 1))).isInstanceOf(Message.Committed.class);
  }

  @Test
  void taskInAFinalizerGoesOnAndIsToldAfterIt() {
    List<TestWorker> family = run.family(1);
    TestWorker masked = family.get(1);
    masked.masks = 1;
    masked.sleep(2000);
    family.get(0).cancel(masked.task());
    assertThat(run.status(masked.task())).isEqualTo(TaskStatus.WAITING);
    run.tick(2000);
    TestWorker again = run.dispatch(masked.task());
    again.masks = 0;
    assertThat(again.sleep(9000)).isEqualTo(new Message.Committed(2, true, RAISED));
  }

  @Test
  void parkedTaskEnds() {
    List<TestWorker> family = run.family(1);
    family.get(1).commit(new Next.Parked(failure("code changed")));
    family.get(0).cancel(family.get(1).task());
    assertThat(run.task(family.get(1).task()).next())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(CANCELLED);
  }

  @Test
  void taskThatCancelsItselfIsToldWhereItWaits() {
    List<TestWorker> family = run.family(1);
    TestWorker self = family.get(1);
    assertThat(self.commit(new Next.Sleep(9000), new Operation.Cancel(self.task())))
        .isEqualTo(new Message.Committed(1, true, RAISED));
  }

  @Test
  void cancelTwiceIsTheSameAsOnce() {
    List<TestWorker> family = run.family(1);
    family.get(0).cancel(family.get(1).task());
    TaskState told = run.task(family.get(1).task());
    family.get(0).cancel(family.get(1).task());
    assertThat(run.task(family.get(1).task())).isEqualTo(told);
  }

  @Test
  void whatTheTaskSpawnedGoesOn() {
    List<TestWorker> family = run.family(1);
    Handle grandchild = family.get(1).spawn(1).getFirst();
    family.get(0).cancel(family.get(1).task());
    assertThat(run.status(grandchild)).isEqualTo(TaskStatus.READY);
    assertThat(run.state().header().status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void cancelledTaskThatNobodyAwaitsIsNotReported() {
    List<TestWorker> family = run.family(1);
    family.get(0).cancel(family.get(1).task());
    family.get(1).commit(CANCELLED);
    family.get(0).completes("done");
    assertThat(run.state().header().notices()).isEqualTo(Notices.NONE);
  }
}
