package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Priority;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tasks that stand for other runs: what those are told is kept until they were told. */
final class OtherRunsTest {
  private static final byte[] INPUT = {'7'};

  private final TestRun run = TestRun.started();

  private Handle start(TestWorker worker) {
    Handle other = worker.handle();
    worker.commit(TestRun.holding(other), operation(other));
    return other;
  }

  private static Operation operation(Handle other) {
    return new Operation.StartRun(other, "key", "bill", INPUT);
  }

  private static Command ended(Handle other, String json) {
    return new Command.Heard(other, new Next.Completed(Payload.NONE, json.getBytes(UTF_8)));
  }

  private Next.Elsewhere what(Handle other) {
    return (Next.Elsewhere) Objects.requireNonNull(run.state().elsewhere(other));
  }

  @Test
  void whatIsToBeStartedIsStoredWithTheCommitUntilItWasStarted() {
    Handle other = start(run.root());
    assertThat(run.effects()).contains(new Effect.Elsewhere(other, what(other)));
    run.reload();
    assertThat(run.state().elsewhere()).containsExactly(other);
    assertThat(what(other).input()).isEqualTo(INPUT);
    assertThat(run.state().header().wake()).isZero();
    run.apply(new Command.Told(other, false));
    run.reload();
    assertThat(what(other).input()).isNull();
    run.apply(new Command.Told(other, false));
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void runThatIsStartedHasTheStartersPriorityWhereNothingIsSaidOfIt() {
    TestRun urgent = new TestRun();
    Command.Start start = TestRun.start("input");
    Priority priority = new Priority(1, "ann", 2);
    urgent.apply(
        new Command.Start(start.workflow(), start.input(), start.inputDigest(), "", priority));
    TestWorker root = urgent.root();
    Handle other = root.handle();
    root.commit(
        TestRun.holding(other),
        new Operation.StartRun(other, "key", "bill", INPUT, new Priority(4, "", 0)));
    urgent.reload();
    assertThat(urgent.state().elsewhere(other))
        .isInstanceOfSatisfying(
            Next.Elsewhere.class,
            what -> assertThat(what.priority()).isEqualTo(new Priority(4, "ann", 2)));
    assertThat(urgent.state().header().priority()).isEqualTo(priority);
  }

  @Test
  void whoAwaitsItGoesOnWithItsResultAsJson() {
    TestWorker root = run.root();
    Handle other = start(root);
    root.await(other);
    assertThat(run.state().active()).isFalse();
    run.look();
    assertThat(run.becameReady()).as("it is not deadlocked").isEmpty();
    run.apply(ended(other, "42"));
    assertThat(run.becameReady()).containsExactly(Handle.ROOT);
    run.reload();
    assertJson(run.root().given.next(), "42");
  }

  @Test
  void resultThatIsThereIsGivenAtOnceAndChosen() {
    TestWorker root = run.root();
    Handle other = start(root);
    run.apply(ended(other, "42"));
    Message.Committed reply =
        (Message.Committed) root.select(new Next.Sleep(9000), new Next.Await(other));
    Next.Chosen chosen = (Next.Chosen) Objects.requireNonNull(reply.next());
    assertThat(chosen.index()).isEqualTo(1);
    assertJson(chosen.value(), "42");
  }

  @Test
  void endThatIsHeardTwiceCountsOnce() {
    TestWorker root = run.root();
    Handle other = start(root);
    run.apply(new Command.Heard(other, TestRun.failed("no")));
    run.apply(ended(other, "42"));
    assertThat(run.changes()).isEmpty();
    Message.Committed reply = (Message.Committed) root.await(other);
    assertThat(reply.next()).isInstanceOf(Next.Raising.class);
  }

  @Test
  void cancellationOfTheRunDoesNotReachTheOthers() {
    Handle other = start(run.root());
    run.apply(new Command.Told(other, false));
    run.apply(new Command.Cancel());
    assertThat(what(other).cancel()).isFalse();
  }

  @Test
  void cancellationIsKeptUntilItWasTold() {
    TestWorker root = run.root();
    Handle other = start(root);
    root.cancel(other);
    assertThat(run.effects()).contains(new Effect.Elsewhere(other, what(other)));
    run.reload();
    assertThat(what(other).cancel()).isTrue();
    run.apply(new Command.Told(other, false));
    assertThat(what(other).toBeSent()).isTrue();
    run.apply(new Command.Told(other, true));
    assertThat(what(other).toBeSent()).isFalse();
  }

  @Test
  void runIsNotOverBeforeAllWasTold() {
    TestWorker root = run.root();
    Handle started = root.handle();
    root.commit(TestRun.completed("done"), operation(started));
    assertThat(run.state().header().status().ended()).isTrue();
    assertThat(run.state().over()).isFalse();
    run.reload();
    run.apply(new Command.Told(started, false));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void endedRunDoesNotWaitForOthersThatKnowAll() {
    TestWorker root = run.root();
    run.apply(new Command.Told(start(root), false));
    root.completes("done");
    assertThat(run.state().over()).isTrue();
    assertThat(run.state().header().notices().unheard()).isNull();
  }

  @Test
  void otherRunThatNobodyCanNameIsLetGo() {
    TestWorker root = run.root();
    Handle other = start(root);
    root.commit(TestRun.NOTHING);
    run.look();
    assertThat(run.state().elsewhere()).as("it is still to be started").containsExactly(other);
    run.apply(new Command.Told(other, false));
    run.look();
    assertThat(run.state().tasks().containsKey(other)).isFalse();
  }

  @Test
  void tooManyAreRefusedLikeTasks() {
    TestRun small = new TestRun(new CoreSettings(3, CoreSettings.DEFAULT.retention(), 1 << 10, 2));
    small.apply(TestRun.start("input"));
    TestWorker root = small.root();
    Handle first = root.handle();
    Handle second = root.handle();
    root.commit(TestRun.holding(first, second), operation(first), operation(second));
    assertThat(small.state().elsewhere()).containsExactly(first);
    Message.Committed reply = (Message.Committed) root.await(second);
    assertThat(reply.next())
        .isInstanceOfSatisfying(
            Next.Raising.class, n -> assertThat(n.failure().code()).isEqualTo("KAPPA-403"));
  }

  @Test
  void workerCanNotSayThatItsTaskIsAnotherRun() {
    TestWorker root = run.root();
    Next next = new Next.Elsewhere("key", "bill", INPUT, false);
    assertThat(root.send(root.next(next))).isInstanceOf(Message.Superseded.class);
  }

  private Handle signal(TestWorker worker) {
    Handle signal = worker.handle();
    worker.commit(TestRun.holding(signal), new Operation.SignalRun(signal, "run-2", "paid", INPUT));
    return signal;
  }

  @Test
  void signalIsKeptUntilTheOtherRunHasIt() {
    TestWorker root = run.root();
    Handle signal = signal(root);
    Next.Abroad what = Objects.requireNonNull(run.state().elsewhere(signal));
    assertThat(run.effects()).contains(new Effect.Elsewhere(signal, what));
    root.completes("done");
    run.reload();
    assertThat(run.state().over()).isFalse();
    assertThat(run.state().elsewhere(signal))
        .isInstanceOfSatisfying(
            Next.Tell.class,
            tell -> {
              assertThat(tell.run()).isEqualTo("run-2");
              assertThat(tell.signal()).isEqualTo("paid");
              assertThat(tell.json()).isEqualTo(INPUT);
            });
    run.apply(new Command.Heard(signal, new Next.Completed(Payload.NONE, null)));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void whoAwaitsASignalOfAnotherRunGoesOnWhenThatHasIt() {
    TestWorker root = run.root();
    Handle signal = signal(root);
    root.await(signal);
    run.look();
    assertThat(run.becameReady()).as("it is not deadlocked").isEmpty();
    run.apply(new Command.Told(signal, false));
    run.apply(new Command.Told(signal, true));
    assertThat(run.changes()).isEmpty();
    run.apply(new Command.Heard(signal, new Next.Completed(Payload.NONE, null)));
    assertThat(run.root().given.next()).isEqualTo(new Next.Holding(Payload.NONE));
  }

  @Test
  void signalThatNeverComesFailsWhereItIsAwaited() {
    TestWorker root = run.root();
    Handle signal = signal(root);
    run.apply(new Command.Heard(signal, TestRun.failed("the run has ended")));
    Message.Committed reply = (Message.Committed) root.await(signal);
    assertThat(reply.next()).isInstanceOf(Next.Raising.class);
  }

  private static void assertJson(Next next, String json) {
    assertThat(next)
        .isInstanceOfSatisfying(
            Next.Json.class, n -> assertThat(new String(n.json(), UTF_8)).isEqualTo(json));
  }
}
