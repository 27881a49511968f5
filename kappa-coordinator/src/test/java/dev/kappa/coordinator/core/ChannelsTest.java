package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.given;
import static dev.kappa.coordinator.core.TestRun.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** First in, first out: messages, blocked receivers and blocked senders (R5). */
final class ChannelsTest {
  private final TestRun run = TestRun.started();

  /** {@return what a task goes on with that was blocked} */
  private Next next(TestWorker blocked) {
    return run.dispatch(blocked.task()).given.next();
  }

  private void assertYielded(Message reply) {
    assertThat(reply).isInstanceOf(Message.Yielded.class);
  }

  private static void assertGiven(Message reply, Next next) {
    assertThat(reply)
        .isInstanceOfSatisfying(Message.Committed.class, m -> assertThat(m.next()).isEqualTo(next));
  }

  private static void assertClosedError(Next next) {
    assertThat(next)
        .isInstanceOfSatisfying(
            Next.Raising.class,
            n -> assertThat(n.failure().code()).isEqualTo(ErrorCode.CHANNEL_CLOSED.text()));
  }

  @Test
  void messagesAreReceivedInTheOrderOfTheirSends() {
    TestWorker root = run.root();
    Handle channel = root.channel(3);
    for (String message : List.of("a", "b", "c")) {
      assertGiven(root.send(channel, message), NOTHING);
    }
    run.reload();
    for (String message : List.of("a", "b", "c")) {
      assertGiven(root.receive(channel), holding(message));
    }
  }

  @Test
  void numbersOfMessagesGoOnAfterTheChannelWasEmpty() {
    TestWorker root = run.root();
    Handle channel = root.channel(20);
    for (int i = 0; i < 12; i++) {
      root.send(channel, "x" + i);
    }
    for (int i = 0; i < 12; i++) {
      run.reload();
      assertGiven(root.receive(channel), holding("x" + i));
    }
    root.send(channel, "y");
    assertGiven(root.receive(channel), holding("y"));
  }

  @Test
  void receiverBlockedLongestIsServedFirst() {
    List<TestWorker> family = run.family(3);
    Handle channel = family.get(0).channel(1);
    for (int i : List.of(2, 1, 3)) {
      assertYielded(family.get(i).receive(channel));
    }
    run.reload();
    family.get(0).send(channel, "a");
    assertThat(run.becameReady()).containsExactly(family.get(2).task());
    family.get(0).send(channel, "b");
    family.get(0).send(channel, "c");
    assertThat(next(family.get(2))).isEqualTo(holding("a"));
    assertThat(next(family.get(1))).isEqualTo(holding("b"));
    assertThat(next(family.get(3))).isEqualTo(holding("c"));
  }

  @Test
  void senderBlockedLongestIsAdmittedFirst() {
    List<TestWorker> family = run.family(3);
    TestWorker root = family.get(0);
    Handle channel = root.channel(1);
    root.send(channel, "first");
    assertYielded(family.get(3).send(channel, "third"));
    assertYielded(family.get(1).send(channel, "second"));
    run.reload();
    assertGiven(root.receive(channel), holding("first"));
    assertThat(run.becameReady()).containsExactly(family.get(3).task());
    assertGiven(root.receive(channel), holding("third"));
    assertThat(run.becameReady()).containsExactly(family.get(1).task());
    assertGiven(root.receive(channel), holding("second"));
    assertYielded(root.receive(channel));
  }

  @Test
  void sendToAChannelWithoutCapacityWaitsForItsReceiver() {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(0).channel(0);
    assertYielded(family.get(1).send(channel, "a"));
    assertYielded(family.get(2).send(channel, "b"));
    run.reload();
    assertGiven(family.get(0).receive(channel), holding("a"));
    assertThat(next(family.get(1))).isEqualTo(NOTHING);
    assertThat(run.status(family.get(2).task())).isEqualTo(TaskStatus.WAITING);
    assertGiven(family.get(0).receive(channel), holding("b"));
  }

  @Test
  void waitingReceiverTakesAMessageWithoutCapacity() {
    List<TestWorker> family = run.family(1);
    Handle channel = family.get(0).channel(0);
    assertYielded(family.get(1).receive(channel));
    assertGiven(family.get(0).send(channel, "a"), NOTHING);
    assertThat(next(family.get(1))).isEqualTo(holding("a"));
  }

  @Test
  void sendWaitsOnlyWhenTheChannelIsFull() {
    TestWorker root = run.root();
    Handle channel = root.channel(2);
    assertGiven(root.send(channel, "a"), NOTHING);
    assertGiven(root.send(channel, "b"), NOTHING);
    assertYielded(root.send(channel, "c"));
  }

  @Test
  void messageSentOnceIsInOneCommitOnly() {
    TestWorker root = run.root();
    Handle channel = root.channel(5);
    var commit = root.next(new Next.Send(channel, TestRun.text("a")));
    root.commit(commit);
    root.send(commit);
    root.crashes();
    TestWorker again = run.root();
    assertGiven(again.receive(channel), holding("a"));
    assertYielded(again.receive(channel));
  }

  @Test
  void closeFailsWaitingReceivers() {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(0).channel(1);
    family.get(2).receive(channel);
    family.get(1).receive(channel);
    family.get(0).close(channel);
    assertThat(run.becameReady()).containsExactly(family.get(2).task(), family.get(1).task());
    assertClosedError(next(family.get(1)));
    assertClosedError(next(family.get(2)));
  }

  @Test
  void closeFailsWaitingSendersAndKeepsTheMessagesBefore() {
    List<TestWorker> family = run.family(2);
    TestWorker root = family.get(0);
    Handle channel = root.channel(2);
    root.send(channel, "a");
    root.send(channel, "b");
    family.get(1).send(channel, "c");
    family.get(2).send(channel, "d");
    root.close(channel);
    assertClosedError(next(family.get(1)));
    assertClosedError(next(family.get(2)));
    assertGiven(root.receive(channel), holding("a"));
    assertGiven(root.receive(channel), holding("b"));
    assertClosed(root.receive(channel));
  }

  private static void assertClosed(Message reply) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Message.Committed.class,
            m ->
                assertThat(m.next())
                    .isInstanceOfSatisfying(Next.Raising.class, ChannelsTest::assertClosedError));
  }

  @Test
  void sendToAClosedChannelFails() {
    TestWorker root = run.root();
    Handle channel = root.channel(2);
    root.close(channel);
    assertClosed(root.send(channel, "a"));
  }

  @Test
  void closingTwiceIsTheSameAsOnce() {
    TestWorker root = run.root();
    Handle channel = root.channel(2);
    root.send(channel, "a");
    root.close(channel);
    root.close(channel);
    assertGiven(root.receive(channel), holding("a"));
  }

  @Test
  void channelMadeAndUsedInOneCommitWorks() {
    TestWorker root = run.root();
    Handle channel = root.handle();
    Message reply =
        root.commit(
            new Next.Send(channel, TestRun.text("a")), new Operation.NewChannel(channel, 1));
    assertThat(reply).isEqualTo(given(1, NOTHING));
  }

  @Test
  void unknownChannelFails() {
    TestWorker root = run.root();
    for (Message reply :
        List.of(root.receive(new Handle(9, 9)), root.send(new Handle(9, 9), "lost"))) {
      assertThat(reply)
          .isInstanceOfSatisfying(
              Message.Committed.class,
              m ->
                  assertThat(m.next())
                      .isInstanceOfSatisfying(
                          Next.Raising.class,
                          n -> {
                            assertThat(n.failure().code()).isEqualTo("KAPPA-205");
                            assertThat(n.failure().message())
                                .contains(
                                    "channel 9.9, which is not of this run, or was forgotten");
                          }));
    }
  }
}
