package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** More than the coordinator can take waits outside of it or is refused, and it goes on after. */
final class OverloadTest {
  private static final long BACKLOG = 10_000;
  private static final long MEMORY = 200_000;

  private final ManualLoop loop = new ManualLoop();
  private final TestPlatform platform = new TestPlatform();
  private final SlowStore slow = new SlowStore();
  private final MemoryStore memory = new MemoryStore(1, InstantSource.system());
  private final Engine engine =
      new Engine(
          loop,
          slow.around(memory.on(loop)),
          platform,
          new Invitations("127.0.0.1", "secret"),
          new EngineSettings(
              CoreSettings.DEFAULT,
              Duration.ofSeconds(30),
              Duration.ofMillis(50),
              4,
              Duration.ofSeconds(30),
              BACKLOG,
              MEMORY,
              Duration.ofSeconds(5)),
          loop.time());

  private void open() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
  }

  private void start(String run) {
    engine.commands().submit(run, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(1);
  }

  private TestWorker come() {
    TestWorker worker = new TestWorker(platform.take().id(), 1);
    engine.workers().connected(worker);
    loop.pass(1);
    worker.take(Message.Welcome.class);
    return worker;
  }

  private Assignment assigned(TestWorker worker) {
    engine.workers().poll(worker, TestWorker.poll());
    loop.pass(10);
    return worker.take(Message.Assigned.class).assignment();
  }

  private static void assertOverloaded(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED))
        .hasMessageContaining("try again later");
  }

  // ---- runs in memory

  @Test
  void startsAreRefusedWhileTheRunsInMemoryTakeAllThatTheyMay() {
    open();
    int started = 0;
    while (!engine.overload().memoryIsFull()) {
      start("run" + started++);
    }
    assertThat(started).isBetween(20, 100);
    assertOverloaded(() -> engine.overload().refuseIfMemoryIsFull("another"));
    assertThatCode(() -> engine.overload().refuseIfMemoryIsFull("run0")).doesNotThrowAnyException();

    for (int i = 0; i < 10; i++) {
      engine.commands().submit("run" + i, new Command.Cancel(), reply -> {});
      loop.pass(1);
    }
    assertThatCode(() -> engine.overload().refuseIfMemoryIsFull("another"))
        .doesNotThrowAnyException();
  }

  @Test
  void runsThatThereIsNoRoomForWaitInTheStoreUntilOthersHaveEnded() {
    int runs = 500;
    store(runs, "1");
    open();
    loop.pass(3000);
    assertThat(loaded()).isLessThan(100);
    TestWorker worker = come();
    for (int i = 0; i < runs; i++) {
      Assignment task = assignedWithin(worker, 5000);
      Next end = new Next.Completed(Payload.NONE, null);
      engine.workers().commit(worker, TestWorker.commit(task, end, false));
      loop.pass(1);
      worker.take(Message.Yielded.class);
      assertThat(loaded()).isLessThan(100);
    }
    assertThat(loaded()).isZero();
    assertThat(engine.overload().memoryIsFull()).isFalse();
  }

  /** Runs that somebody else has begun. */
  private void store(int runs, String input) {
    Core core = new Core(CoreSettings.DEFAULT);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Command start = new Command.Start("flow", input.getBytes(UTF_8), 1);
      changes.addAll(core.apply("run" + i, null, start, 1).changes());
    }
    var before = memory.on(loop).takeOver(0);
    loop.pass(1);
    before.join().write(changes);
    loop.pass(1);
  }

  @Test
  void fewRunsThatAreDueComeAtOnceSinceEachMayBeLarge() {
    store(100, "1".repeat((int) MEMORY / 4));
    slow.holdLoads();
    open();
    assertThat(slow.waiting()).isEqualTo(8);
    for (int i = 0; i < 4; i++) {
      slow.letOne();
      loop.pass(1);
    }
    assertThat(engine.overload().memoryIsFull()).isTrue();
    slow.let();
    loop.pass(5000);
    assertThat(loaded()).isBetween(8, 4 + 8);
  }

  private Next parked() {
    return new Next.Parked(new Failure("KAPPA-203", "type", "no such step", null, List.of(), null));
  }

  private void commit(TestWorker worker, Next next) {
    engine.workers().commit(worker, TestWorker.commit(assigned(worker), next, false));
    loop.pass(10);
    worker.take(Message.Yielded.class);
  }

  @Test
  void parkedRunsLeaveMemoryAndAreTriedAgainOnlyByTheNextCoordinator() {
    open();
    start("parked");
    TestWorker worker = come();
    commit(worker, parked());
    start("sleeper");
    commit(worker, new Next.Sleep(loop.time().now() + 60_000));
    loop.pass(40_000);
    assertThat(loaded()).isZero();

    loop.pass(25_000);
    assertThat(loaded()).isOne();
    assertThat(assigned(come()).ref().run()).isEqualTo("sleeper");
    int before = platform.waiting();
    engine.commands().submit("parked", new Command.Tick(), reply -> {});
    loop.pass(10);
    assertThat(loaded()).isEqualTo(2);
    assertThat(platform.waiting()).isEqualTo(before);
    loop.pass(40_000);

    TestPlatform other = new TestPlatform();
    Engine next =
        new Engine(
            loop,
            memory.on(loop),
            other,
            new Invitations("127.0.0.1", "secret"),
            EngineSettings.of(4),
            loop.time());
    var unused = next.open(TestSeats.alone());
    loop.pass(10);
    TestWorker again = new TestWorker(other.take().id(), 2);
    next.workers().connected(again);
    loop.pass(1);
    again.take(Message.Welcome.class);
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      next.workers().poll(again, TestWorker.poll());
      loop.pass(10);
      Assignment task = again.take(Message.Assigned.class).assignment();
      runs.add(task.ref().run());
      next.workers().commit(again, TestWorker.commit(task, parked(), false));
      loop.pass(10);
      again.take(Message.Yielded.class);
    }
    assertThat(runs).containsExactlyInAnyOrder("parked", "sleeper");
  }

  private Assignment assignedWithin(TestWorker worker, long millis) {
    engine.workers().poll(worker, new Message.Poll(millis, 60_000));
    while (worker.unread() == 0) {
      loop.pass(10);
    }
    return worker.take(Message.Assigned.class).assignment();
  }

  private int loaded() {
    return engine.partitions().all().iterator().next().runs.size();
  }

  // ---- what waits for the store

  @Test
  void workerWhoseBlobsWaitForTheStoreIsReadAgainWhenTheyAreThere() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    slow.hold();
    int sent = 0;
    while (!worker.isSlow()) {
      String name = "0.0-1-1000-" + sent++ + "-ab";
      engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), name, new byte[1000]));
    }
    assertThat(sent).isEqualTo(11);
    assertOverloaded(() -> engine.overload().refuseIfBacklogged("another"));
    loop.pass(120_000);
    assertThat(platform.waiting()).as("nobody was taken for dead").isZero();

    slow.let();
    loop.pass(10);
    assertThat(worker.isSlow()).isFalse();
    assertThat(worker.unread()).isEqualTo(sent);
    assertThatCode(() -> engine.overload().refuseIfBacklogged("another"))
        .doesNotThrowAnyException();
  }

  @Test
  void workerThatWaitsForAPartitionThatIsGoneIsReadAgain() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    slow.hold();
    for (int sent = 0; !worker.isSlow(); sent++) {
      String name = "0.0-1-1000-" + sent + "-ab";
      engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), name, new byte[1000]));
    }
    // It has no task by now: its connection is not closed with those of the partition's tasks.
    worker.task(null);
    memory.takeOver(0).join();
    loop.pass(20_000);
    assertThat(worker.isClosed()).isFalse();
    assertThat(worker.isSlow()).isFalse();
  }

  @Test
  void taskThatSpawnsFasterThanTheStoreTakesItIsHeldBackAndLosesNothing() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    long seq = task.seq();
    long base = task.base();
    for (int round = 0; round < 20; round++) {
      slow.hold();
      while (!worker.isSlow()) {
        Handle child = new Handle(1, seq + 1);
        Payload value = new Payload(List.of(), List.of(), new byte[500]);
        Operation spawn = new Operation.Spawn(child, "child", List.of(), value, null, 0, null);
        Payload held = new Payload(List.of(child), List.of(), new byte[0]);
        Continuation next =
            new Continuation(0, List.of(), new Next.Holding(held), seq + 1, 0, Extent.NONE, false);
        Commit commit = new Commit(task.ref(), seq + 1, base, next, List.of(spawn), false);
        engine.workers().commit(worker, commit);
        seq++;
        base = commit.digest();
      }
      Owned partition = engine.partitions().all().iterator().next();
      assertThat(partition.backlog()).isLessThan(2 * BACKLOG);
      slow.let();
      loop.pass(10);
      assertThat(worker.isSlow()).isFalse();
    }
    assertThat(engine.reads().header("run").join().counts().tasks()).isEqualTo(seq + 1);
  }

  @Test
  void commitThatWaitsForABlobCountsUntilItIsInTheLogOrItsWorkerLeaves() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    Owned partition = engine.partitions().all().iterator().next();
    slow.hold();
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), "0.0-1-0-0-ab", new byte[10]));
    engine.workers().commit(worker, TestWorker.commit(task), 5000);
    assertThat(partition.backlog()).isEqualTo(5010);
    engine.workers().disconnected(worker);
    assertThat(partition.backlog()).isEqualTo(10);
    slow.let();
    loop.pass(10);
    assertThat(partition.backlog()).isZero();

    TestWorker again = new TestWorker("again", 2);
    engine.workers().connected(again);
    engine.workers().commit(again, TestWorker.commit(task), 5000);
    loop.pass(10);
    assertThat(partition.backlog()).isZero();
  }

  @Test
  void blobOfANameThatCanNotBeCountsNothing() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    Message.PutBlob nameless = new Message.PutBlob(task.ref(), "", new byte[1000]);
    engine.workers().putBlob(worker, nameless);
    loop.pass(10);
    assertThat(worker.take(Message.Refused.class).message())
        .contains("name of a field or blob: ''");
    assertThat(engine.partitions().all().iterator().next().backlog()).isZero();
  }

  @Test
  void fewBlobsAreFetchedAtOnceAndThoseOfAWorkerThatLeftAreForgotten() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    String name = "0.0-1-1000-1-ab";
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), name, new byte[1000]));
    loop.pass(10);
    worker.take(Message.BlobStored.class);
    TestWorker stuck = new TestWorker(worker.invocation(), worker.instance());
    stuck.holdSent();
    for (int i = 0; i < 20; i++) {
      engine.workers().blob(stuck, new Message.FetchBlob(task.ref(), name));
    }
    engine.workers().blob(worker, new Message.FetchBlob(task.ref(), name));
    loop.pass(10);
    assertThat(stuck.unread()).isEqualTo(8);
    assertThat(worker.unread()).isZero();

    stuck.letSent(4);
    loop.pass(10);
    assertThat(stuck.unread()).isEqualTo(12);
    engine.workers().disconnected(stuck);
    stuck.letSent(8);
    loop.pass(10);
    assertThat(stuck.unread()).isEqualTo(12);
    assertThat(worker.take(Message.Blob.class).bytes()).hasSize(1000);
  }

  @Test
  void whatClientsAskIsRefusedInsteadOfWaitingWithoutEnd() {
    open();
    start("run");
    slow.hold();
    List<CompletableFuture<RunView>> answers = new ArrayList<>();
    EngineRuns runs = new EngineRuns(loop, engine, new Application(platform));
    for (int i = 0; i < 100; i++) {
      answers.add(runs.cancel("run"));
      loop.pass(1);
    }
    assertThat(engine.partitions().all().iterator().next().backlog()).isLessThan(BACKLOG + 1000);
    assertThat(answers.getLast()).isCompletedExceptionally();
    assertThat(answers.getFirst()).isNotDone();
    slow.let();
    loop.pass(10);
    assertThat(answers.getFirst()).isCompleted();
    runs.cancel("run");
    assertThatCode(() -> engine.overload().refuseIfBacklogged("run")).doesNotThrowAnyException();
  }

  @Test
  void workerIsReadAgainWhenTheLastThatWaitedChangesNothing() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    slow.hold();
    engine.commands().submit("run", new Command.Cancel(), reply -> {});
    loop.pass(1);
    for (int i = 0; i < 30; i++) {
      engine.workers().frames(worker, new Message.FetchFrames(task.ref(), 0, 0));
    }
    engine.overload().slowIfBacklogged("run", worker);
    assertThat(worker.isSlow()).isTrue();
    slow.let();
    loop.pass(10);
    assertThat(worker.isSlow()).isFalse();
  }

  // ---- workers that keep to no bounds

  @Test
  void workerThatAsksMoreThanItIsAnsweredIsNotReadUntilItIs() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    slow.hold();
    int sent = 0;
    while (!worker.isSlow()) {
      String name = "0.0-1-0-" + sent++ + "-ab";
      engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), name, new byte[0]));
    }
    assertThat(sent).isEqualTo(128);
    slow.let();
    loop.pass(10);
    assertThat(worker.isSlow()).isFalse();
  }

  @Test
  void workerWhoseWordsWaitBehindALargeMessageIsNotSilent() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    worker.unheard(true);
    loop.pass(60_000);
    assertThat(worker.task()).isEqualTo(task.ref());
    worker.unheard(false);
    loop.pass(60_000);
    assertThat(worker.task()).isNull();
  }

  @Test
  void nothingLargeBeginsWhileAllThatMayWaitForTheStoreDoesUntilItHasCaughtUp() {
    open();
    start("run");
    TestWorker worker = come();
    Assignment task = assigned(worker);
    List<Boolean> told = new ArrayList<>();
    engine.workers().whenRoom(() -> told.add(engine.workers().haveRoom()));
    slow.hold();
    byte[] bytes = new byte[(int) (2 * EngineSettings.BACKLOGS * BACKLOG)];
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), "0.0-1-0-0-ab", bytes));
    assertThat(engine.workers().haveRoom()).isTrue();
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), "0.0-1-0-1-ab", new byte[1]));
    assertThat(engine.workers().haveRoom()).isFalse();
    slow.let();
    loop.pass(10);
    assertThat(engine.workers().haveRoom()).isTrue();
    assertThat(told).contains(true);
  }

  @Test
  void workerThatDoesNotReadItsRepliesIsNotRead() {
    TestWorker worker = new TestWorker("any", 1);
    worker.deaf(true);
    worker.behind(true);
    worker.behind(false);
    assertThat(worker.isSlow()).isTrue();
    worker.deaf(false);
    assertThat(worker.isSlow()).isFalse();
  }
}
