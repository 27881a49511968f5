package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A run holds so much and no more; who adds too much hears of it, and can go on (R9). */
final class RoomTest {
  private static final int BYTES = 100_000;
  private static final long BLOB_BYTES = 1000;
  private static final String MESSAGE = "m".repeat(1000);

  private final TestRun run = started(100);

  private static TestRun started(int tasks) {
    CoreSettings.Live live = new CoreSettings.Live(BYTES, BLOB_BYTES);
    TestRun run = new TestRun(new CoreSettings(3, Duration.ZERO, 1 << 10, tasks, live));
    run.apply(TestRun.start("input"));
    return run;
  }

  private static @Nullable Failure raised(Message reply) {
    return reply instanceof Message.Committed m && m.next() instanceof Next.Raising n
        ? n.failure()
        : null;
  }

  private static void assertTooLarge(@Nullable Failure failure, String what) {
    Objects.requireNonNull(failure, "nothing was refused");
    assertThat(failure.code()).isEqualTo("KAPPA-404");
    assertThat(failure.message()).startsWith(what + ": the run would hold").contains("at most");
  }

  /** Fills a channel until a send is refused. */
  private Failure fill(TestWorker root, Handle channel) {
    for (int i = 0; i < 1000; i++) {
      Failure refused = raised(root.send(channel, MESSAGE));
      if (refused != null) {
        return refused;
      }
      assertThat(run.state().bytes()).isLessThanOrEqualTo(BYTES);
    }
    throw new AssertionError("no send was refused");
  }

  private static Handle heldChannel(TestWorker root) {
    Handle channel = root.channel(1000);
    root.commit(0, List.of(TestRun.naming(channel)), NOTHING);
    return channel;
  }

  @Test
  void sendThatARunHasNoRoomForFailsAtTheSender() {
    TestWorker root = run.root();
    assertTooLarge(fill(root, heldChannel(root)), "send");
    assertThat(run.state().header().status().ended()).isFalse();
  }

  @Test
  void runThatWasFullTakesMoreWhenSomethingWasReceived() {
    TestWorker root = run.root();
    Handle channel = heldChannel(root);
    fill(root, channel);
    assertThat(root.receive(channel))
        .isEqualTo(TestRun.given(root.seq(), TestRun.holding(MESSAGE)));
    root.commit(NOTHING);
    assertThat(raised(root.send(channel, MESSAGE))).isNull();
  }

  @Test
  void taskThatTakesOutOfAFullRunIsNotHindered() {
    List<TestWorker> family = run.family(1);
    TestWorker root = family.get(0);
    Handle channel = root.handle();
    root.commit(TestRun.holding(channel), new Operation.NewChannel(channel, 1000));
    TestWorker reader = family.get(1);
    reader.commit(1, List.of(TestRun.naming(channel)), NOTHING);
    fill(root, channel);
    for (int i = 0; i < 20; i++) {
      assertThat(raised(reader.receive(channel))).isNull();
      assertThat(reader.commit(2, List.of(text("state")), NOTHING))
          .isInstanceOf(Message.Committed.class);
    }
  }

  @Test
  void spawnThatARunHasNoRoomForFailsAtOnce() {
    TestWorker root = run.root();
    List<Handle> children = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Handle child = root.handle();
      children.add(child);
      Payload large = text("v".repeat(10_000));
      root.commit(
          TestRun.holding(children.toArray(Handle[]::new)),
          new Operation.Spawn(child, "child", List.of(), large, null, 0, null));
    }
    assertThat(run.state().bytes()).isLessThan(BYTES + BYTES / 4);
    assertTooLarge(raised(root.await(children.getLast())), "spawn");
    assertThat(run.status(children.getFirst())).isEqualTo(TaskStatus.READY);
  }

  @Test
  void taskThatKeepsTooMuchFailsWhereItStands() {
    TestWorker root = run.root();
    for (int i = 0; i < 200; i++) {
      Message reply = root.commit(root.depth(), List.of(text(MESSAGE + i)), NOTHING);
      if (reply instanceof Message.Yielded) {
        break;
      }
    }
    assertThat(run.state().bytes()).isLessThan(2 * BYTES);
    TestWorker again = run.root();
    assertThat(again.given.next()).isInstanceOf(Next.Raising.class);
    assertTooLarge(((Next.Raising) again.given.next()).failure(), "checkpoint");
    assertThat(again.commit(0, List.of(), NOTHING)).isInstanceOf(Message.Committed.class);
    assertThat(run.state().bytes()).isLessThan(BYTES);
  }

  @Test
  void commitOfATaskThatKeepsTooMuchIsAnsweredAgainAsItWas() {
    TestWorker root = run.root();
    var commit = root.next(0, List.of(text("v".repeat(2 * BYTES))), NOTHING);
    Message reply = root.commit(commit);
    assertThat(reply).isInstanceOf(Message.Yielded.class);
    assertThat(root.send(commit)).isEqualTo(reply);
    assertThat(run.changes()).isEmpty();
  }

  @Test
  void messageIsNotLostWhenItsReceiverHasNoRoom() {
    TestWorker root = run.root();
    Handle channel = root.channel(2);
    root.commit(0, List.of(TestRun.naming(channel)), NOTHING);
    root.send(channel, "kept");
    Payload large = text("v".repeat(2 * BYTES));
    assertTooLarge(raised(root.commit(1, List.of(large), new Next.Receive(channel))), "checkpoint");
    root.commit(1, List.of(), NOTHING);
    assertThat(root.receive(channel)).isEqualTo(TestRun.given(root.seq(), TestRun.holding("kept")));
  }

  @Test
  void resultThatARunHasNoRoomForFailsItsTask() {
    List<TestWorker> family = run.family(1);
    family.get(1).completes("r".repeat(2 * BYTES));
    assertTooLarge(raised(family.get(0).await(family.get(1).task())), "checkpoint");
  }

  @Test
  void blobsCountBySizesInTheirNames() {
    List<TestWorker> family = run.family(2);
    TestWorker root = family.get(0);
    for (String blob : List.of("0.0-1-900-1-ab", "1.1-1-300-1-cd", "1.2-1-2000-1-ef")) {
      run.putBlob(blob);
    }
    List<Payload> frame = List.of(TestRun.naming(family.get(1).task()));
    root.commit(0, frame, new Next.Holding(TestRun.in("0.0-1-900-1-ab")));
    assertThat(run.state().weight().blobs()).isEqualTo(900);
    family.get(1).commit(new Next.Completed(TestRun.in("1.1-1-300-1-cd"), null));
    root.commit(NOTHING);
    assertThat(run.state().weight().blobs()).isEqualTo(300);
    family.get(2).commit(new Next.Completed(TestRun.in("1.2-1-2000-1-ef"), null));
    assertTooLarge(raised(root.await(family.get(2).task())), "checkpoint");
    assertThat(run.state().weight().blobs()).isEqualTo(300);
  }

  @Test
  void whatNobodyCanReachMakesRoom() {
    TestWorker root = run.root();
    for (int i = 0; i < 200; i++) {
      Handle channel = root.channel(1);
      assertThat(raised(root.send(channel, MESSAGE))).isNull();
    }
    for (int i = 0; i < 20; i++) {
      Handle child = root.handle();
      root.commit(NOTHING, TestRun.spawn(child));
      String blob = "1." + child.index() + "-1-500-1-ab";
      run.putBlob(blob);
      run.dispatch(child).commit(new Next.Completed(TestRun.in(blob), null));
      assertThat(run.task(child).next()).isInstanceOf(Next.Completed.class);
      assertThat(run.blobs()).hasSizeLessThan(4);
    }
  }

  @Test
  void cancellationOfAFullRunWritesNoMoreThanItHolds() {
    TestWorker root = run.root();
    for (Handle child : root.spawn(60)) {
      TestWorker worker = run.dispatch(child);
      worker.release = true;
      worker.commit(TestRun.holding(MESSAGE));
    }
    long held = run.state().bytes();
    assertThat(held).isGreaterThan(90_000);
    run.apply(new Command.Cancel());
    assertThat(run.changes().stream().mapToLong(Change::size).sum()).isLessThan(held);
  }

  @Test
  void fullRunStaysFullWhenItIsLoadedAnew() {
    TestWorker root = run.root();
    Handle channel = heldChannel(root);
    fill(root, channel);
    run.reload();
    assertTooLarge(raised(root.send(channel, MESSAGE)), "send");
  }
}
