package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.ID;
import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.given;
import static dev.kappa.coordinator.core.TestRun.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Waits that are broken off when their time is over. */
final class DeadlineTest {
  private final TestRun run = TestRun.started();

  private static void assertExpired(@Nullable Next next) {
    assertThat(next)
        .isInstanceOfSatisfying(
            Next.Raising.class,
            n -> {
              assertThat(n.failure().code()).isEqualTo("KAPPA-307");
              assertThat(n.failure().type()).isEqualTo("dev.kappa.error.Expiry");
            });
  }

  private void assertBrokenOff(BiConsumer<TestWorker, Handle> wait) {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(0).channel(0);
    TestWorker limited = family.get(1);
    limited.deadline = 2000;
    wait.accept(limited, channel);
    run.reload();
    run.tick(1999);
    assertThat(run.becameReady()).isEmpty();
    run.tick(2000);
    assertThat(run.becameReady()).containsExactly(limited.task());
    assertExpired(run.dispatch(limited.task()).given.next());
    // Nothing of the wait is left.
    family.get(2).completes("late");
    run.signal("late", "1");
    run.tick(1_000_000);
    assertThat(run.becameReady()).isEmpty();
  }

  @Test
  void receiverIsBrokenOff() {
    assertBrokenOff(TestWorker::receive);
  }

  @Test
  void senderIsBrokenOff() {
    assertBrokenOff((worker, channel) -> worker.send(channel, "a"));
  }

  @Test
  void awaiterIsBrokenOff() {
    assertBrokenOff((worker, channel) -> worker.await(new Handle(1, 2)));
  }

  @Test
  void awaiterOfAllIsBrokenOff() {
    assertBrokenOff((worker, channel) -> worker.await(new Handle(1, 2), Handle.ROOT));
  }

  @Test
  void longerSleepIsBrokenOff() {
    assertBrokenOff((worker, channel) -> worker.sleep(2001));
  }

  @Test
  void waitForASignalIsBrokenOff() {
    assertBrokenOff((worker, channel) -> worker.commit(new Next.Signal("late")));
  }

  @Test
  void selectIsBrokenOffAndNotChosen() {
    assertBrokenOff(
        (worker, channel) ->
            worker.select(
                new Next.Receive(channel),
                new Next.Signal("late"),
                new Next.Await(new Handle(1, 2)),
                new Next.Sleep(3000)));
  }

  @Test
  void sleepThatIsDueFirstWins() {
    TestWorker root = run.root();
    root.deadline = 3000;
    root.sleep(2000);
    run.tick(9000);
    assertThat(run.root().given.next()).isEqualTo(NOTHING);
  }

  @Test
  void sleepThatIsDueAtTheDeadlineWins() {
    TestWorker root = run.root();
    root.deadline = 2000;
    root.sleep(2000);
    run.tick(2000);
    assertThat(run.root().given.next()).isEqualTo(NOTHING);
  }

  @Test
  void deadlineThatIsDueFirstWinsHoweverLateItIsSeen() {
    TestWorker root = run.root();
    root.deadline = 2000;
    root.sleep(3000);
    run.tick(9000);
    assertExpired(run.root().given.next());
  }

  @Test
  void whatIsThereIsTakenThoughTheTimeIsOver() {
    TestWorker root = run.root();
    Handle channel = root.channel(1);
    root.send(channel, "there");
    root.deadline = run.now;
    assertThat(root.receive(channel)).isEqualTo(given(3, holding("there")));
  }

  @Test
  void waitThatBeginsTooLateIsBrokenOffAtOnce() {
    TestWorker root = run.root();
    Handle channel = root.channel(1);
    root.deadline = run.now;
    Message.Committed reply = (Message.Committed) root.receive(channel);
    assertExpired(reply.next());
    assertThat(run.state().channels().get(channel).get().receivers()).isEmpty();
  }

  @Test
  void runThatOnlyWaitsWithADeadlineIsWokenFromTheStore() {
    TestWorker root = run.root();
    Handle channel = root.channel(0);
    root.deadline = 7000;
    root.receive(channel);
    assertThat(run.changes()).contains(new Change.Wake(ID, 7000));
    assertThat(run.state().header().wake()).isEqualTo(7000);
    assertThat(run.state().wantsLook()).isTrue();
    run.reload();
    assertThat(run.state().nextTimer()).isEqualTo(7000);
    run.look();
    assertThat(run.becameReady()).as("it is no deadlock").isEmpty();
    run.tick(7000);
    assertExpired(run.root().given.next());
  }

  @Test
  void messageInTimeLeavesNoTimer() {
    List<TestWorker> family = run.family(1);
    Handle channel = family.get(0).channel(0);
    family.get(1).deadline = 2000;
    family.get(1).receive(channel);
    family.get(0).send(channel, "x");
    assertThat(run.state().nextTimer()).isEqualTo(Long.MAX_VALUE);
    assertThat(run.dispatch(family.get(1).task()).given.next()).isEqualTo(holding("x"));
  }

  @Test
  void brokenOffSenderIsNotReceivedFrom() {
    List<TestWorker> family = run.family(2);
    Handle channel = family.get(0).channel(1);
    family.get(0).send(channel, "full");
    family.get(1).deadline = 2000;
    family.get(1).send(channel, "never");
    family.get(2).send(channel, "next");
    run.tick(2000);
    assertThat(family.get(0).receive(channel)).isEqualTo(given(4, holding("full")));
    assertThat(family.get(0).receive(channel)).isEqualTo(given(5, holding("next")));
  }

  @Test
  void deadlineOfATaskThatWaitsForNothingIsItsWorkersMatter() {
    TestWorker root = run.root();
    root.deadline = 2000;
    root.commit(holding("x"));
    run.tick(3000);
    assertThat(run.changes()).isEmpty();
    root.crashes();
    TestWorker again = run.root();
    assertThat(again.given.next()).isEqualTo(holding("x"));
    assertThat(again.given.extent().deadline()).isEqualTo(2000);
  }
}
