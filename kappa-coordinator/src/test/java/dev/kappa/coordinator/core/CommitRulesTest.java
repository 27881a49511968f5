package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.completed;
import static dev.kappa.coordinator.core.TestRun.given;
import static dev.kappa.coordinator.core.TestRun.holding;
import static dev.kappa.coordinator.core.TestRun.spawn;
import static dev.kappa.coordinator.core.TestRun.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One attempt commits, in order, each commit once (R1, R2). */
final class CommitRulesTest {
  private final TestRun run = TestRun.started();

  private void assertRefused(TestWorker worker, Commit commit, String reason) {
    var before = StateText.of(run.state());
    assertThat(worker.send(commit))
        .isInstanceOfSatisfying(
            Message.Superseded.class, m -> assertThat(m.reason()).contains(reason));
    assertThat(run.changes()).isEmpty();
    assertThat(run.effects()).isEmpty();
    assertThat(StateText.of(run.state())).isEqualTo(before);
  }

  private static Commit continuing(Commit commit, Continuation next) {
    return new Commit(commit.ref(), commit.seq(), commit.base(), next, commit.operations(), false);
  }

  // ---- refused

  @Test
  void commitOfAnEarlierAttemptIsRefused() {
    TestWorker old = run.root();
    old.crashes();
    run.root();
    assertRefused(old, old.next(NOTHING), "attempt 2 has the task");
  }

  @Test
  void commitOfAnAttemptThatWasGivenUpIsRefused() {
    TestWorker old = run.root();
    old.crashes();
    assertRefused(old, old.next(NOTHING), "the attempt is over");
  }

  @Test
  void commitOfALaterAttemptIsRefused() {
    TestWorker root = run.root();
    Commit commit = root.next(NOTHING);
    AttemptRef later = new AttemptRef(TestRun.ID, Handle.ROOT, 2);
    assertRefused(
        root,
        new Commit(later, commit.seq(), commit.base(), commit.next(), List.of(), false),
        "attempt 1 has the task");
  }

  @Test
  void firstCommitBindsTheInstance() {
    TestWorker first = run.root();
    TestWorker twin = new TestWorker(run, first.given, first.instance + 1);
    Commit same = twin.next(NOTHING);
    first.commit(NOTHING);
    assertRefused(twin, same, "another worker has committed in this attempt");
    assertRefused(twin, first.next(NOTHING), "another worker has committed in this attempt");
  }

  @Test
  void eachAttemptCanBindAnotherInstance() {
    TestWorker first = run.root();
    first.commit(NOTHING);
    first.crashes();
    assertThat(run.root().commit(NOTHING)).isInstanceOf(Message.Committed.class);
  }

  @Test
  void gapInTheNumbersIsRefused() {
    TestWorker root = run.root();
    Commit commit = root.next(NOTHING);
    assertRefused(
        root,
        new Commit(commit.ref(), 2, commit.base(), commit.next(), List.of(), false),
        "commit 2 came where 1 is next");
  }

  @Test
  void commitOnAnotherBaseIsRefused() {
    TestWorker root = run.root();
    root.commit(NOTHING);
    Commit commit = root.next(NOTHING);
    assertRefused(
        root,
        new Commit(commit.ref(), 2, commit.base() + 1, commit.next(), List.of(), false),
        "builds on another state");
  }

  /** It is what shows that a worker was given the task: nobody else was told of it. */
  @Test
  void firstCommitIsRefusedWhicheverBitOfItsBaseIsAltered() {
    TestWorker root = run.root();
    Commit commit = root.next(NOTHING);
    for (int bit = 0; bit < Long.SIZE; bit++) {
      assertRefused(
          root,
          new Commit(commit.ref(), 1, commit.base() ^ 1L << bit, commit.next(), List.of(), false),
          "builds on another state");
    }
    root.commit(NOTHING);
  }

  @Test
  void attemptThatTheStoreLostIsRefusedThoughItsEpochComesAgain() {
    Map<String, byte[]> earlier = Map.copyOf(run.stored());
    TestWorker lost = run.root();
    run.loseAllSince(earlier);
    TestWorker root = run.root();
    assertThat(root.given.ref()).isEqualTo(lost.given.ref());
    assertRefused(lost, lost.next(NOTHING), "builds on another state");
    root.commit(NOTHING);
  }

  @Test
  void cancellationThatTheStoreLostIsNotObeyed() {
    TestWorker root = run.root();
    root.commit(NOTHING);
    Map<String, byte[]> earlier = Map.copyOf(run.stored());
    run.apply(new Command.Cancel());
    run.loseAllSince(earlier);
    root.cancelled = true;
    assertRefused(root, root.next(NOTHING), "a cancellation that the store has lost");
  }

  @Test
  void anotherCommitUnderTheSameNumberIsRefused() {
    TestWorker root = run.root();
    Commit other = root.next(holding("other"));
    root.commit(NOTHING);
    assertRefused(root, other, "commit 1 was another");
  }

  @Test
  void oldCommitIsNotTheNewAttempts() {
    TestWorker first = run.root();
    Commit made = first.next(NOTHING);
    first.commit(made);
    first.crashes();
    TestWorker second = run.root();
    Commit stolen =
        new Commit(second.given.ref(), made.seq(), made.base(), made.next(), List.of(), false);
    assertRefused(second, stolen, "was made before this attempt");
  }

  @Test
  void commitOfAnUnknownTaskIsRefused() {
    TestWorker root = run.root();
    Commit commit = root.next(NOTHING);
    AttemptRef nobody = new AttemptRef(TestRun.ID, new Handle(1, 9), 1);
    assertRefused(root, new Commit(nobody, 1, 0, commit.next(), List.of(), false), "no such task");
  }

  @Test
  void keepingMoreFramesThanThereAreIsRefused() {
    TestWorker root = run.root();
    root.commit(root.next(0, List.of(text("a")), NOTHING));
    assertRefused(root, root.next(2, List.of(), NOTHING), "keeps more frames than there are");
  }

  @Test
  void countersThatGoBackAreRefused() {
    TestWorker root = run.root();
    Commit commit = root.next(NOTHING);
    root.commit(
        continuing(commit, new Continuation(0, List.of(), NOTHING, 3, 2, Extent.NONE, false)));
    Commit next = root.next(NOTHING);
    assertRefused(
        root,
        continuing(next, new Continuation(0, List.of(), NOTHING, 2, 2, Extent.NONE, false)),
        "forgets what the task created");
    assertRefused(
        root,
        continuing(next, new Continuation(0, List.of(), NOTHING, 3, 1, Extent.NONE, false)),
        "forgets steps");
  }

  @Test
  void handlesThatAreNotFreeAreRefused() {
    TestWorker root = run.root();
    Handle mine = root.handle();
    for (Operation operation :
        List.of(
            spawn(Handle.ROOT),
            spawn(new Handle(2, 1)),
            spawn(new Handle(1, 2)),
            new Operation.NewChannel(new Handle(1, 0), 1),
            new Operation.NewChannel(new Handle(1, 2), 1))) {
      assertRefused(root, root.next(NOTHING, operation), "not free");
    }
    root.commit(NOTHING, spawn(mine));
    assertRefused(root, root.next(NOTHING, spawn(mine)), "not free");
    assertRefused(root, root.next(NOTHING, new Operation.NewChannel(mine, 1)), "not free");
  }

  @Test
  void oneHandleForTwoThingsIsRefused() {
    TestWorker root = run.root();
    Handle id = root.handle();
    assertRefused(root, root.next(NOTHING, spawn(id), spawn(id)), "not free");
    assertRefused(root, root.next(NOTHING, spawn(id), new Operation.NewChannel(id, 1)), "not free");
  }

  @Test
  void groupInWhichNoTaskMayRunIsRefused() {
    TestWorker root = run.root();
    Handle id = root.handle();
    Operation spawn = new Operation.Spawn(id, "x", List.of(), text("in"), id, 0, null);
    assertRefused(root, root.next(NOTHING, spawn), "group of no task");
  }

  @Test
  void refusedCommitDoesNotStandInTheWayOfTheRightOne() {
    TestWorker root = run.root();
    assertRefused(root, root.next(5, List.of(), NOTHING), "keeps more");
    assertThat(root.commit(NOTHING)).isEqualTo(new Message.Committed(1, false, null));
  }

  // ---- sent again

  private void assertSameAgain(TestWorker worker, Commit commit, Message reply) {
    assertThat(worker.send(commit)).isEqualTo(reply);
    var after = StateText.of(run.state());
    for (int i = 0; i < 2; i++) {
      assertThat(worker.send(commit)).isEqualTo(reply);
      assertThat(run.changes()).isEmpty();
      assertThat(run.effects()).isEmpty();
      assertThat(StateText.of(run.state())).isEqualTo(after);
      run.reload();
    }
  }

  @Test
  void commitSentAgainDoesNothingAgain() {
    TestWorker root = run.root();
    Handle id = root.handle();
    Commit commit = root.next(holding("x"), spawn(id));
    assertSameAgain(root, commit, new Message.Committed(1, false, null));
    assertThat(run.state().header().counts().tasks()).isEqualTo(2);
    assertThat(run.state().header().counts().checkpoints()).isEqualTo(1);
  }

  @Test
  void receiveFulfilledAtOnceIsAnsweredTheSameAgain() {
    TestWorker root = run.root();
    Handle channel = root.channel(2);
    root.send(channel, "a");
    root.send(channel, "b");
    assertSameAgain(root, root.next(new Next.Receive(channel)), given(4, holding("a")));
  }

  @Test
  void awaitFulfilledAtOnceIsAnsweredTheSameAgain() {
    List<TestWorker> family = run.family(1);
    family.get(1).completes("r");
    TestWorker root = family.get(0);
    assertSameAgain(root, root.next(new Next.Await(family.get(1).task())), given(2, holding("r")));
  }

  @Test
  void waitThatBlocksIsAnsweredTheSameAgain() {
    List<TestWorker> family = run.family(1);
    TestWorker root = family.get(0);
    Commit wait = root.next(new Next.Await(family.get(1).task()));
    assertSameAgain(root, wait, new Message.Yielded(2));
    family.get(1).completes("r");
    assertSameAgain(root, wait, new Message.Yielded(2));
  }

  @Test
  void endIsAnsweredTheSameAgain() {
    List<TestWorker> family = run.family(1);
    TestWorker child = family.get(1);
    assertSameAgain(child, child.next(completed("r")), new Message.Yielded(1));
  }

  @Test
  void releaseIsAnsweredTheSameAgain() {
    TestWorker root = run.root();
    root.release = true;
    assertSameAgain(root, root.next(holding("x")), new Message.Yielded(1));
  }

  @Test
  void earlierCommitSentAgainLateIsAcknowledged() {
    TestWorker root = run.root();
    Commit first = root.next(holding("x"));
    root.commit(first);
    root.commit(holding("y"));
    assertThat(root.send(first)).isEqualTo(new Message.Committed(1, false, null));
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void commitSentAgainAfterTheNextDispatchIsRefused() {
    TestWorker root = run.root();
    Commit commit = root.next(holding("x"));
    root.commit(commit);
    root.crashes();
    run.root();
    assertRefused(root, commit, "attempt 2 has the task");
  }

  // ---- applied

  @Test
  void releasedTaskIsReadyForAnotherWorker() {
    TestWorker root = run.root();
    root.release = true;
    root.commit(holding("x"));
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    assertThat(run.root().given.next()).isEqualTo(holding("x"));
  }

  @Test
  void releasedTaskIsReadyEvenIfItsWaitIsFulfilledAtOnce() {
    TestWorker root = run.root();
    Handle channel = root.channel(1);
    root.release = true;
    assertThat(root.send(channel, "a")).isEqualTo(new Message.Yielded(2));
    assertThat(run.status(Handle.ROOT)).isEqualTo(TaskStatus.READY);
  }

  @Test
  void whatATaskReceivedIsHandedOverAgainAfterACrash() {
    TestWorker root = run.root();
    Handle channel = root.channel(1);
    root.send(channel, "a");
    root.receive(channel);
    root.crashes();
    assertThat(run.root().given.next()).isEqualTo(holding("a"));
  }

  @Test
  void framesAreKeptAndReplaced() {
    TestWorker root = run.root();
    root.commit(root.next(0, List.of(text("a"), text("b"), text("c")), NOTHING));
    root.commit(root.next(1, List.of(text("d")), NOTHING));
    root.crashes();
    TestWorker again = run.root();
    assertThat(again.given.depth()).isEqualTo(2);
    assertThat(again.given.top()).containsExactly(text("a"), text("d"));
  }

  @Test
  void deepContinuationWritesOnlyItsTop() {
    TestWorker root = run.root();
    String frame = "f".repeat(1000);
    for (int i = 0; i < 100; i++) {
      root.commit(root.next(i, List.of(text(frame + i)), NOTHING));
    }
    int written = run.changes().stream().mapToInt(Change::size).sum();
    assertThat(written).isLessThan(2 * Frames.SEGMENT_BYTES);
    root.commit(root.next(50, List.of(), NOTHING));
    root.crashes();
    TestWorker again = run.root();
    assertThat(again.given.depth()).isEqualTo(50);
    assertThat(again.given.top()).last().isEqualTo(text(frame + 49));
  }
}
