package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is found in runs that nobody touches, in a time that the test makes pass. */
final class LooksTest {
  private static final String RUN = "run";
  private static final Handle CHANNEL = new Handle(1, 1);
  private static final Handle CHILD = new Handle(1, 2);

  private final ManualLoop loop = new ManualLoop();
  private final TestPlatform platform = new TestPlatform();
  private final SlowStore slow = new SlowStore();
  private final Store store = slow.around(new MemoryStore(1, InstantSource.system()).on(loop));
  private final Engine engine =
      new Engine(
          loop,
          store,
          platform,
          new Invitations("127.0.0.1", "secret"),
          new EngineSettings(
              CoreSettings.DEFAULT,
              Duration.ofSeconds(30),
              Duration.ofMillis(50),
              10,
              Duration.ofSeconds(30),
              10_000),
          loop.time());

  @BeforeEach
  void open() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    engine.commands().submit(RUN, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
  }

  private Assignment assigned(TestPlatform.Invoked invocation, long instance) {
    TestWorker worker = new TestWorker(invocation.id(), instance);
    engine.workers().connected(worker);
    engine.workers().poll(worker, TestWorker.poll());
    loop.pass(10);
    worker.take(Message.Welcome.class);
    return worker.take(Message.Assigned.class).assignment();
  }

  private void commit(Commit commit, long instance) {
    engine.commands().submit(RUN, new Command.Committed(commit, instance), reply -> {});
    loop.pass(10);
  }

  @Test
  void taskThatWaitsInVainFailsThoughAnotherWorks() {
    Assignment root = assigned(platform.take(), 1);
    Payload channel = new Payload(List.of(CHANNEL), List.of(), new byte[0]);
    List<Operation> operations =
        List.of(
            new Operation.NewChannel(CHANNEL, 1),
            new Operation.Spawn(CHILD, "child", List.of(), channel, null, 0, null));
    Continuation rest =
        new Continuation(0, List.of(), TestWorker.NOTHING, 2, 0, Extent.NONE, false);
    commit(new Commit(root.ref(), 1, root.base(), rest, operations, false), 1);

    Assignment child = assigned(platform.take(), 2);
    assertThat(child.ref().task()).isEqualTo(CHILD);
    commit(TestWorker.commit(child, new Next.Receive(CHANNEL), false), 2);
    loop.pass(2000);
    assertThat(assigned(platform.take(), 3).next())
        .isInstanceOfSatisfying(
            Next.Raising.class,
            next -> assertThat(next.failure().code()).isEqualTo(ErrorCode.DEADLOCK.text()));
  }

  @Test
  void blobsThatALostAttemptLeftAreDropped() {
    TestPlatform.Invoked invocation = platform.take();
    Assignment root = assigned(invocation, 1);
    String left = root.ref().task() + "-" + root.ref().epoch() + "-1-x";
    store.putBlob(0, RUN, left, new byte[] {1});
    loop.pass(2000);
    assertThat(stored(left)).isTrue();

    invocation.end().complete(new InvokeOutcome.Failed(InvokeError.CRASH, "gone"));
    loop.pass(2000);
    assertThat(stored(left)).isFalse();
  }

  @Test
  void blobsAreDroppedLaterThatCouldNotBeLookedFor() {
    TestPlatform.Invoked invocation = platform.take();
    Assignment root = assigned(invocation, 1);
    String left = root.ref().task() + "-" + root.ref().epoch() + "-1-x";
    store.putBlob(0, RUN, left, new byte[] {1});
    slow.failBlobs(true);
    invocation.end().complete(new InvokeOutcome.Failed(InvokeError.CRASH, "gone"));
    loop.pass(2000);
    assertThat(stored(left)).isTrue();
    slow.failBlobs(false);
    loop.pass(2000);
    assertThat(stored(left)).isFalse();
  }

  private boolean stored(String blob) {
    var found = store.blob(0, RUN, blob);
    loop.pass(1);
    return found.join() != null;
  }
}
