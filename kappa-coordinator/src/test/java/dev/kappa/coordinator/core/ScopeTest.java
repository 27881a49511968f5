package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.failure;
import static dev.kappa.coordinator.core.TestRun.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is spawned in a scope ends with it. */
final class ScopeTest {
  private static final Next CANCELLED = new Next.Failed(Lives.cancelled());

  private final TestRun run = TestRun.started();
  private final TestWorker root = run.root();
  private final Handle scope = root.openScope();

  private void assertCancelled(Handle task) {
    assertThat(run.task(task).next())
        .usingRecursiveComparison()
        .ignoringFields("failure.trace")
        .isEqualTo(CANCELLED);
  }

  private boolean isCancelled(Handle task) {
    return run.task(task).cancel();
  }

  /** {@return the worker of a task of which only the worker of another holds the handle} */
  private TestWorker childOf(TestWorker parent) {
    return run.dispatch(parent.spawn(1).getFirst());
  }

  @Test
  void emptyScopeEndsAtOnce() {
    assertThat(root.endScope(scope)).isEqualTo(given(1, NOTHING));
  }

  @Test
  void childThatHasNotBegunEndsAtOnce() {
    Handle child = root.spawn(1).getFirst();
    assertThat(root.endScope(scope)).isEqualTo(given(2, NOTHING));
    assertThat(run.state().tasks().get(child)).allMatch(TaskState::ended);
  }

  @Test
  void childrenAndGrandchildrenAreCancelledAndWaitedFor() {
    TestWorker child = childOf(root);
    TestWorker grandchild = childOf(child);
    assertThat(run.task(grandchild.task()).origin().scope()).isEqualTo(scope);
    assertThat(root.endScope(scope)).isInstanceOf(Message.Yielded.class);
    run.reload();
    assertThat(child.commit(NOTHING)).isEqualTo(new Message.Committed(2, true, null));
    assertThat(isCancelled(grandchild.task())).isTrue();
    child.fails("cancelled");
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
    grandchild.fails("cancelled");
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    TestWorker again = run.root();
    assertThat(again.given.next()).isEqualTo(NOTHING);
    assertThat(again.given.extent().scope()).isNull();
  }

  @Test
  void childThatWaitsIsBrokenOff() {
    TestWorker child = childOf(root);
    child.receive(child.channel(0));
    root.endScope(scope);
    assertThat(run.becameReady()).containsExactly(child.task());
    assertThat(run.dispatch(child.task()).given.next())
        .isEqualTo(new Next.Raising(Lives.cancellation()));
  }

  @Test
  void childThatWaitsForItsTurnEnds() {
    List<Handle> children = root.group(2, 1);
    TestWorker running = run.dispatch(children.get(0));
    assertThat(run.status(children.get(1))).isEqualTo(TaskStatus.QUEUED);
    root.endScope(scope);
    assertCancelled(children.get(1));
    running.fails("cancelled");
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
  }

  @Test
  void childInAFinalizerIsWaitedFor() {
    TestWorker child = childOf(root);
    child.masks = 1;
    child.sleep(5000);
    root.endScope(scope);
    assertThat(run.status(child.task())).isEqualTo(TaskStatus.WAITING);
    run.tick(5000);
    run.dispatch(child.task()).completes("cleaned");
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.READY);
  }

  @Test
  void childThatIsSpawnedLateIsCancelled() {
    TestWorker child = childOf(root);
    root.endScope(scope);
    Handle late = child.spawn(1).getFirst();
    assertCancelled(late);
    child.fails("cancelled");
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
  }

  @Test
  void finalizerCanSpawnWhileItsScopeEndsAndThatIsWaitedFor() {
    TestWorker child = childOf(root);
    root.endScope(scope);
    child.masks = 1;
    TestWorker late = childOf(child);
    child.completes("cleaned");
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
    late.completes("cleaned, too");
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.READY);
  }

  @Test
  void innerScopeEndsWithoutTheOuterOne() {
    TestWorker outside = childOf(root);
    TestWorker owner = childOf(root);
    Handle inner = owner.openScope();
    TestWorker inside = childOf(owner);
    owner.endScope(inner);
    assertThat(isCancelled(inside.task())).isTrue();
    assertThat(isCancelled(outside.task())).isFalse();
    inside.fails("cancelled");
    assertThat(run.dispatch(owner.task()).given.extent().scope()).isEqualTo(scope);
  }

  @Test
  void cancellationGoesThroughTheScopesOfThoseThatAreCancelled() {
    TestWorker owner = childOf(root);
    Handle inner = owner.openScope();
    TestWorker inside = childOf(owner);
    root.endScope(scope);
    assertThat(isCancelled(inside.task())).as("its owner ends it").isFalse();
    owner.endScope(inner);
    assertThat(isCancelled(inside.task())).isTrue();
    inside.fails("cancelled");
    run.dispatch(owner.task()).fails("cancelled");
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.READY);
  }

  @Test
  void ownerThatDiesEndsAllItsScopes() {
    TestWorker owner = childOf(root);
    owner.openScope();
    TestWorker outer = childOf(owner);
    owner.openScope();
    TestWorker inner = childOf(owner);
    owner.commit(new Next.Parked(failure("code changed")));
    root.cancel(owner.task());
    assertCancelled(owner.task());
    assertThat(isCancelled(inner.task())).isTrue();
    assertThat(isCancelled(outer.task())).as("of the scope around").isTrue();
  }

  @Test
  void whatIsSpawnedIntoTheScopeOfAnOwnerThatDiedEnds() {
    TestWorker owner = childOf(root);
    owner.openScope();
    TestWorker inside = childOf(owner);
    TestWorker beside = childOf(root);
    owner.commit(new Next.Parked(failure("code changed")));
    root.cancel(owner.task());
    run.reload();
    assertCancelled(inside.spawn(1).getFirst());
    assertThat(run.status(beside.spawn(1).getFirst())).isEqualTo(TaskStatus.READY);
  }

  @Test
  void endOfTheRunWaitsForNoScope() {
    TestWorker child = childOf(root);
    root.scope = null;
    root.fails("broken");
    assertThat(run.state().header().status().ended()).isTrue();
    assertThat(isCancelled(child.task())).isTrue();
    child.fails("cancelled");
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void scopeOfAnotherTaskIsNotEnded() {
    TestWorker child = childOf(root);
    assertThat(child.send(child.next(new Next.EndScope(scope))))
        .isInstanceOfSatisfying(
            Message.Superseded.class,
            m -> assertThat(m.reason()).contains("a scope of another task"));
  }

  @Test
  void whatWaitsInAScopeIsNotDeadWhileItsOwnerGoesOn() {
    TestWorker child = childOf(root);
    child.receive(child.channel(0));
    root.sleep(5000);
    run.look();
    assertThat(run.becameReady()).as("its owner will end it").isEmpty();
    run.tick(5000);
    run.root().await(child.task());
    Next.Raising raised = (Next.Raising) run.dispatch(child.task()).given.next();
    assertThat(raised.failure().code()).isEqualTo(ErrorCode.DEADLOCK.text());
  }

  @Test
  void ownerThatWaitsForADeadlockedFinalizerGoesOnAfterIt() {
    TestWorker child = childOf(root);
    root.endScope(scope);
    child.masks = 1;
    child.await(Handle.ROOT);
    assertThat(run.becameReady()).containsExactly(child.task());
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.WAITING);
    run.dispatch(child.task()).fails("deadlock");
    assertThat(run.root().given.next()).isEqualTo(NOTHING);
  }
}
