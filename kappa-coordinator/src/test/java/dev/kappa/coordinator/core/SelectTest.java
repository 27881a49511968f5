package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.given;
import static dev.kappa.coordinator.core.TestRun.holding;
import static dev.kappa.coordinator.core.TestRun.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The first of several things that is there, and nothing of the others. */
final class SelectTest {
  private final TestRun run = TestRun.started();
  private final List<TestWorker> family = run.family(3);
  private final TestWorker root = family.get(0);
  private final TestWorker first = family.get(1);
  private final TestWorker second = family.get(2);
  private final TestWorker third = family.get(3);
  private final Handle a = root.channel(1);
  private final Handle b = root.channel(1);

  private static Next.Source receive(Handle channel) {
    return new Next.Receive(channel);
  }

  private static Next.Source send(Handle channel, String message) {
    return new Next.Send(channel, text(message));
  }

  private static Next.Source await(TestWorker other) {
    return new Next.Await(other.task());
  }

  private Next goesOnWith(TestWorker worker) {
    assertThat(run.becameReady()).contains(worker.task());
    return run.dispatch(worker.task()).given.next();
  }

  private void assertWaits(TestWorker worker) {
    assertThat(run.status(worker.task())).isEqualTo(TaskStatus.WAITING);
  }

  private List<Next> messagesIn(Handle channel) {
    return run.state().channels().get(channel).get().messages().values().toJavaList().stream()
        .<Next>map(Next.Holding::new)
        .toList();
  }

  private static void assertFailure(@Nullable Next next, int index, ErrorCode code) {
    assertThat(next)
        .isInstanceOfSatisfying(
            Next.Chosen.class,
            chosen -> {
              assertThat(chosen.index()).isEqualTo(index);
              assertThat(((Next.Raising) chosen.value()).failure().code()).isEqualTo(code.text());
            });
  }

  @Test
  void ofSeveralThatAreThereTheFirstListedWins() {
    root.send(a, "in a");
    root.send(b, "in b");
    assertThat(first.select(receive(b), receive(a)))
        .isEqualTo(given(1, new Next.Chosen(0, holding("in b"))));
    assertThat(messagesIn(a)).containsExactly(holding("in a"));
    assertThat(messagesIn(b)).isEmpty();
  }

  @Test
  void whatComesFirstWinsAndLeavesNothingElse() {
    first.select(receive(a), receive(b), new Next.Sleep(9000), await(third), new Next.Signal("s"));
    run.reload();
    assertWaits(first);
    root.send(b, "in b");
    assertThat(goesOnWith(first)).isEqualTo(new Next.Chosen(1, holding("in b")));
    // The message is for the next who comes, and nothing else wakes the task.
    root.send(a, "in a");
    third.completes("done");
    run.signal("s", "1");
    run.tick(9000);
    assertThat(run.becameReady()).isEmpty();
    assertThat(messagesIn(a)).containsExactly(holding("in a"));
  }

  @Test
  void messageIsReceivedFromOneChannelOnly() {
    second.select(receive(a), receive(b));
    third.select(receive(b), receive(a));
    root.send(a, "one");
    assertThat(goesOnWith(second)).isEqualTo(new Next.Chosen(0, holding("one")));
    assertWaits(third);
    root.send(a, "two");
    assertThat(goesOnWith(third)).isEqualTo(new Next.Chosen(1, holding("two")));
  }

  @Test
  void thoseThatWaitAtAChannelAreServedInTheirOrderHoweverTheyWait() {
    first.receive(a);
    second.select(receive(b), receive(a));
    third.receive(a);
    run.reload();
    root.commit(new Next.Send(a, List.of(text("1"), text("2"), text("3"))));
    assertThat(run.becameReady()).containsExactly(first.task(), second.task(), third.task());
    assertThat(run.dispatch(second.task()).given.next())
        .isEqualTo(new Next.Chosen(1, holding("2")));
  }

  @Test
  void messageGoesOutOnceToTheFirstThatTakesIt() {
    root.send(a, "full");
    root.send(b, "full");
    first.select(send(a, "offer"), send(b, "offer"));
    assertWaits(first);
    second.receive(b);
    assertThat(goesOnWith(first)).isEqualTo(new Next.Chosen(1, NOTHING));
    assertThat(messagesIn(a)).containsExactly(holding("full"));
    assertThat(messagesIn(b)).containsExactly(holding("offer"));
  }

  @Test
  void sendThatIsNotChosenSendsNothing() {
    root.send(b, "there");
    assertThat(first.select(receive(b), send(a, "never")))
        .isEqualTo(given(1, new Next.Chosen(0, holding("there"))));
    assertThat(messagesIn(a)).isEmpty();
  }

  @Test
  void twoThatWouldDoEitherMeetAtAChannelWithoutRoom() {
    Handle c = root.channel(0);
    first.select(receive(c), send(c, "from first"));
    assertWaits(first);
    assertThat(second.select(receive(c), send(c, "from second")))
        .isEqualTo(given(1, new Next.Chosen(0, holding("from first"))));
    assertThat(goesOnWith(first)).isEqualTo(new Next.Chosen(1, NOTHING));
    assertThat(run.state().channels().get(c).get().receivers()).isEmpty();
  }

  @Test
  void waitTwiceAtOneChannelIsTheFirstOfThem() {
    first.select(receive(a), receive(a));
    root.send(a, "x");
    assertThat(goesOnWith(first)).isEqualTo(new Next.Chosen(0, holding("x")));
    root.send(a, "y");
    second.select(send(a, "first"), send(a, "second"));
    third.receive(a);
    assertThat(goesOnWith(second)).isEqualTo(new Next.Chosen(0, NOTHING));
    assertThat(messagesIn(a)).containsExactly(holding("first"));
  }

  @Test
  void otherwiseDoesNotWait() {
    assertThat(first.poll(receive(a), send(run.dispatch(root.spawn(1).getFirst()).channel(0), "x")))
        .isEqualTo(given(1, new Next.Chosen(-1, NOTHING)));
    root.send(a, "x");
    assertThat(first.poll(receive(a))).isEqualTo(given(2, new Next.Chosen(0, holding("x"))));
    assertThat(first.poll()).isEqualTo(given(3, new Next.Chosen(-1, NOTHING)));
  }

  @Test
  void closedChannelIsChosenWithItsError() {
    first.select(new Next.Sleep(9000), receive(a));
    root.send(b, "full");
    second.select(receive(a), send(b, "x"));
    root.close(a);
    assertThat(run.becameReady()).containsExactly(first.task(), second.task());
    assertFailure(run.dispatch(first.task()).given.next(), 1, ErrorCode.CHANNEL_CLOSED);
    assertFailure(run.dispatch(second.task()).given.next(), 0, ErrorCode.CHANNEL_CLOSED);
    Message.Committed again = (Message.Committed) third.select(send(a, "x"), receive(b));
    assertFailure(again.next(), 0, ErrorCode.CHANNEL_CLOSED);
  }

  @Test
  void oneThatWaitsOnBothSidesOfAChannelThatIsClosedIsWokenOnce() {
    Handle c = root.channel(0);
    first.select(send(c, "x"), receive(c));
    root.close(c);
    assertThat(run.becameReady()).containsExactly(first.task());
    assertFailure(run.dispatch(first.task()).given.next(), 1, ErrorCode.CHANNEL_CLOSED);
  }

  @Test
  void futureThatFailsIsChosenWithItsFailureWhichIsHeard() {
    first.select(await(second), await(third));
    third.fails("broken");
    run.reload();
    Next.Chosen chosen = (Next.Chosen) run.dispatch(first.task()).given.next();
    assertThat(chosen.index()).isEqualTo(1);
    assertThat(((Next.Raising) chosen.value()).failure().message()).isEqualTo("broken");
    assertThat(run.task(third.task()).heard()).isTrue();
    assertThat(run.task(second.task()).heard()).isFalse();
  }

  @Test
  void resultThatWasChosenIsHandedOverHoweverOftenTheTaskIsDispatched() {
    third.completes("result");
    assertThat(first.select(await(second), await(third)))
        .isEqualTo(given(1, new Next.Chosen(1, holding("result"))));
    first.crashes();
    run.reload();
    assertThat(run.dispatch(first.task()).given.next())
        .isEqualTo(new Next.Chosen(1, holding("result")));
  }

  @Test
  void oneFutureListedTwiceIsTheFirstOfThem() {
    first.select(await(second), await(second));
    second.completes("x");
    assertThat(goesOnWith(first)).isEqualTo(new Next.Chosen(0, holding("x")));
  }

  @Test
  void sleepThatIsOverIsChosen() {
    first.select(receive(a), new Next.Sleep(5000), new Next.Sleep(4000));
    run.tick(4500);
    assertThat(goesOnWith(first)).isEqualTo(new Next.Chosen(2, NOTHING));
    assertThat(second.select(receive(a), new Next.Sleep(run.now)))
        .isEqualTo(given(1, new Next.Chosen(1, NOTHING)));
  }

  @Test
  void selectThatNobodyCanWakeIsADeadlock() {
    Handle mine = first.channel(0);
    first.select(receive(mine), await(first));
    run.look();
    Next.Raising raised = (Next.Raising) goesOnWith(first);
    assertThat(raised.failure().message())
        .contains("waits to receive from channel 2.1", " or awaits child (task 1.1)");
  }

  @Test
  void taskThatWaitsForSeveralTimesAndSignalsHidesNoDeadlock() {
    first.select(new Next.Signal("a"), new Next.Signal("b"), new Next.Sleep(9000));
    second.receive(second.channel(0));
    root.sleep(9000);
    third.sleep(9000);
    run.look();
    assertThat(run.becameReady()).containsExactly(second.task());
  }

  @Test
  void channelThatIsChosenThatDoesNotExistIsAnError() {
    Message.Committed reply =
        (Message.Committed) first.select(receive(new Handle(99, 1)), new Next.Sleep(0));
    assertFailure(reply.next(), 0, ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void whatNoWorkerIsGivenIsRefused() {
    Next.Chosen made = new Next.Chosen(0, new Next.Await(root.task()));
    assertThat(first.send(first.next(made))).isInstanceOf(Message.Superseded.class);
    first.commit(new Next.Chosen(0, holding("x")));
  }
}
