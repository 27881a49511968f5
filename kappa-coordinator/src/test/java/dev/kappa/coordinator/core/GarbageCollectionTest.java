package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.holding;
import static dev.kappa.coordinator.core.TestRun.naming;
import static dev.kappa.coordinator.core.TestRun.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nobody can reach goes while the run goes on; what somebody can reach stays (R10). */
final class GarbageCollectionTest {
  /** As much as may gather before it is worth while to look, and what goes on beside. */
  private static final int BOUND = 600;

  private final TestRun run = TestRun.started();

  private void assertBounded() {
    RunState state = run.state();
    assertThat(state.tasks().size() + state.channels().size()).isLessThan(BOUND);
    assertThat(state.groups().size() + state.frames().size()).isLessThan(BOUND);
    assertThat(run.stored().size()).isLessThan(BOUND);
    assertThat(run.blobs().size()).isLessThan(BOUND);
  }

  private boolean isThere(Handle handle) {
    return run.has(handle) || run.state().channels().containsKey(handle);
  }

  // ---- bounds

  @Test
  void loopThatSpawnsAndAwaitsIsBounded() {
    TestWorker root = run.root();
    for (int i = 0; i < 800; i++) {
      Handle child = root.handle();
      root.commit(holding(child), TestRun.spawn(child));
      run.dispatch(child).completes("result");
      root.await(child);
      assertBounded();
    }
    assertThat(run.state().header().counts().tasks()).isEqualTo(801);
  }

  @Test
  void loopThatSpawnsInBoundedGroupsIsBounded() {
    TestWorker root = run.root();
    for (int i = 0; i < 200; i++) {
      List<Handle> children = root.group(3, 2);
      for (Handle child : children) {
        run.dispatch(child).completes("result");
      }
      assertThat(run.state().groups()).isEmpty();
      assertBounded();
    }
  }

  @Test
  void loopThatCreatesAndDropsChannelsIsBounded() {
    TestWorker root = run.root();
    for (int i = 0; i < 800; i++) {
      Handle channel = root.channel(3);
      root.send(channel, "left in it");
      assertBounded();
    }
  }

  @Test
  void loopThatDropsCyclesIsBounded() {
    TestWorker root = run.root();
    for (int i = 0; i < 500; i++) {
      Handle one = root.channel(1);
      Handle other = root.channel(1);
      root.commit(new Next.Send(one, naming(other)));
      root.commit(new Next.Send(other, naming(one)));
      assertBounded();
    }
  }

  @Test
  void manyThatAreNeededStay() {
    TestWorker root = run.root();
    List<Handle> channels = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      channels.add(root.handle());
      Handle[] all = channels.toArray(Handle[]::new);
      root.commit(holding(all), new Operation.NewChannel(channels.getLast(), 0));
    }
    assertThat(run.state().channels().keySet()).containsExactlyInAnyOrderElementsOf(channels);
  }

  @Test
  void muchThatGoesAtOnceGoesInSeveralBatches() {
    TestWorker root = run.root();
    Handle channel = root.channel(1200);
    for (int i = 0; i < 1200; i++) {
      root.send(channel, "m");
    }
    root.commit(NOTHING);
    run.look();
    assertThat(run.state().channels()).isEmpty();
    assertThat(run.changes()).hasSizeLessThan(1010);
    assertThat(run.stored()).hasSizeGreaterThan(200);
    run.reload();
    run.look();
    assertThat(run.stored()).hasSize(2);
    run.look();
    assertThat(run.changes()).isEmpty();
  }

  // ---- what stays

  @Test
  void futureThatIsHeldKeepsItsResultAndWhatIsInIt() {
    List<TestWorker> family = run.family(1);
    Handle child = family.get(1).task();
    Handle channel = family.get(1).channel(1);
    family.get(0).commit(holding(child));
    family.get(1).commit(new Next.Completed(naming(channel), null));
    run.look();
    assertThat(isThere(channel)).isTrue();
    assertThat(run.has(child)).isTrue();
    family.get(0).commit(NOTHING);
    run.look();
    assertThat(isThere(channel)).isFalse();
    assertThat(run.has(child)).isFalse();
  }

  @Test
  void whatAMessageHoldsStays() {
    TestWorker root = run.root();
    Handle outer = root.channel(1);
    Handle inner = root.handle();
    root.commit(
        0,
        List.of(naming(outer)),
        new Next.Send(outer, naming(inner)),
        new Operation.NewChannel(inner, 1));
    run.look();
    assertThat(isThere(inner)).isTrue();
    root.receive(outer);
    run.look();
    assertThat(isThere(inner)).as("it was received").isTrue();
    root.commit(NOTHING);
    run.look();
    assertThat(isThere(inner)).isFalse();
    assertThat(isThere(outer)).as("a frame holds it").isTrue();
  }

  @Test
  void whatABlockedSendersMessageHoldsStays() {
    TestWorker root = run.root();
    Handle channel = root.handle();
    Handle inner = root.handle();
    Handle child = root.handle();
    Payload both = naming(channel, inner);
    root.commit(
        holding(channel),
        new Operation.NewChannel(channel, 0),
        new Operation.NewChannel(inner, 0),
        new Operation.Spawn(child, "sender", List.of(text("f")), both, null, 0, null));
    run.dispatch(child).commit(new Next.Send(channel, naming(inner)));
    run.look();
    assertThat(isThere(inner)).isTrue();
  }

  @Test
  void whatAnErrorHoldsStays() {
    TestWorker root = run.root();
    Handle channel = root.channel(1);
    Failure failure =
        new Failure("KAPPA-301", "test.Error", "failed", null, List.of(), naming(channel));
    root.commit(new Next.Raising(failure));
    run.look();
    assertThat(isThere(channel)).isTrue();
    root.commit(new Next.Parked(failure));
    run.look();
    assertThat(isThere(channel)).isTrue();
  }

  @Test
  void resultThatWasHandedOverStaysUntilTheNextCommit() {
    List<TestWorker> family = run.family(1);
    TestWorker root = family.get(0);
    family.get(1).completes("r");
    Commit await = root.next(new Next.Await(family.get(1).task()));
    Message reply = root.commit(await);
    run.look();
    assertThat(root.send(await)).isEqualTo(reply);
    root.lost(Command.Loss.ORPHANED);
    run.look();
    TestWorker again = run.root();
    assertThat(again.given.next()).isEqualTo(holding("r"));
    run.look();
    assertThat(run.has(family.get(1).task())).isTrue();
    again.commit(NOTHING);
    run.look();
    assertThat(run.has(family.get(1).task())).isFalse();
  }

  @Test
  void resultsThatAreAwaitedTogetherStayWhileOneIsMissing() {
    List<TestWorker> family = run.family(2);
    family.get(0).await(family.get(1).task(), family.get(2).task());
    family.get(1).completes("a");
    run.look();
    family.get(2).completes("b");
    run.look();
    assertThat(run.root().given.next()).isEqualTo(new Next.Results(List.of(text("a"), text("b"))));
  }

  @Test
  void rootStaysWhenItHasEnded() {
    List<TestWorker> family = run.family(1);
    family.get(0).completes("done");
    run.look();
    assertThat(run.has(Handle.ROOT)).isTrue();
    family.get(1).completes("late");
    assertThat(run.state().over()).isTrue();
  }

  // ---- what is gone

  @Test
  void awaitOfWhatWasForgottenIsAClearError() {
    List<TestWorker> family = run.family(1);
    family.get(1).completes("r");
    run.look();
    assertThat(family.get(0).await(family.get(1).task()))
        .isInstanceOfSatisfying(
            Message.Committed.class,
            m ->
                assertThat(m.next())
                    .isInstanceOfSatisfying(
                        Next.Raising.class,
                        n -> {
                          assertThat(n.failure().code()).isEqualTo("KAPPA-205");
                          assertThat(n.failure().message())
                              .contains("await of task 1.1", "no task, message or result held");
                        }));
  }

  @Test
  void lastCommitOfAForgottenTaskSentAgainChangesNothing() {
    List<TestWorker> family = run.family(1);
    TestWorker child = family.get(1);
    Commit last = child.next(TestRun.completed("r"));
    child.commit(last);
    run.look();
    assertThat(child.send(last)).isInstanceOf(Message.Superseded.class);
    assertThat(run.changes()).isEmpty();
    child.lost(Command.Loss.SILENT);
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void lookAtWhatHasNotChangedChangesNothing() {
    List<TestWorker> family = run.family(2);
    family.get(0).await(family.get(1).task());
    run.look();
    run.look();
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void whatGoesIsRemovedFromTheStore() {
    TestWorker root = run.root();
    Handle channel = root.channel(1);
    root.send(channel, "m");
    run.look();
    assertThat(run.changes())
        .contains(
            new Change.Remove(TestRun.ID, "c" + channel),
            new Change.Remove(TestRun.ID, "m" + channel + "/1"));
  }
}
