package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers are told, in a time that the test makes pass. */
final class EngineWorkersTest {
  private static final String RUN = "run";
  private static final long BACKLOG = 10_000;

  private static final InvokeOutcome INIT_ERROR =
      new InvokeOutcome.Failed(InvokeError.INIT_ERROR, "no class app.Main");

  private final ManualLoop loop = new ManualLoop();
  private final TestPlatform platform = new TestPlatform();
  private final SlowStore slow = new SlowStore();
  private final MemoryStore memory = new MemoryStore(1, InstantSource.system());
  private final Engine engine = engine();

  private Engine engine() {
    Store store = slow.around(memory.on(loop));
    EngineSettings settings =
        new EngineSettings(
            CoreSettings.DEFAULT,
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            10,
            Duration.ofSeconds(30),
            BACKLOG);
    return new Engine(
        loop, store, platform, new Invitations("127.0.0.1", "secret"), settings, loop.time());
  }

  @BeforeEach
  void open() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    engine.commands().submit(RUN, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
  }

  private TestWorker connect(String invocation, long instance) {
    TestWorker worker = new TestWorker(invocation, instance);
    engine.workers().connected(worker);
    loop.pass(1);
    worker.take(Message.Welcome.class);
    return worker;
  }

  /** {@return a new invocation's worker} */
  private TestWorker come() {
    return connect(platform.take().id(), 1);
  }

  private Assignment assigned(TestWorker worker) {
    engine.workers().poll(worker, TestWorker.poll());
    loop.pass(10);
    return worker.take(Message.Assigned.class).assignment();
  }

  private RunHeader header() {
    return engine.reads().header(RUN).join();
  }

  // ---- what nobody wants any more

  @Test
  void workerWhoseTaskIsToBeCancelledHearsSoWhenItLives() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    engine.workers().heartbeat(worker, task.ref());
    loop.pass(10);
    assertThat(worker.unwanted()).isEmpty();

    engine.commands().submit(RUN, new Command.Cancel(), reply -> {});
    engine.workers().heartbeat(worker, task.ref());
    loop.pass(10);
    assertThat(worker.unwanted()).containsExactly(new Message.Unwanted(task.ref(), false));
  }

  @Test
  void itHearsSoOnlyWhenThatIsDurable() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    slow.hold();
    engine.commands().submit(RUN, new Command.Cancel(), reply -> {});
    engine.workers().heartbeat(worker, task.ref());
    loop.pass(100);
    assertThat(worker.unwanted()).isEmpty();

    slow.let();
    loop.pass(100);
    assertThat(worker.unwanted()).containsExactly(new Message.Unwanted(task.ref(), false));
  }

  @Test
  void workerWhoseTaskIsAnothersHearsSoWhenItLives() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    loop.pass(31_000);
    TestWorker other = connect(platform.take().id(), 2);
    AttemptRef later = assigned(other).ref();
    assertThat(later.epoch()).isGreaterThan(task.ref().epoch());

    engine.workers().heartbeat(worker, task.ref());
    loop.pass(10);
    assertThat(worker.unwanted()).containsExactly(new Message.Unwanted(task.ref(), true));
    engine.workers().heartbeat(other, later);
    loop.pass(10);
    assertThat(other.unwanted()).isEmpty();
  }

  // ---- blobs

  @Test
  void whoNamesBlobsThatCannotBeIsRefusedAndOthersAreServedAllTheSame() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), "b", new byte[] {1}));
    loop.pass(10);
    worker.take(Message.BlobStored.class);

    TestWorker stranger = connect("another", 2);
    AttemptRef nowhere = new AttemptRef("", task.ref().task(), 1);
    AttemptRef away = new AttemptRef("not in memory", task.ref().task(), 1);
    for (int i = 0; i < 20; i++) {
      engine.workers().blob(stranger, new Message.FetchBlob(nowhere, "b"));
      engine.workers().blob(stranger, new Message.FetchBlob(away, ""));
      engine.workers().putBlob(stranger, new Message.PutBlob(nowhere, "b", new byte[] {1}));
      loop.pass(10);
      assertThat(stranger.take(Message.Blob.class).bytes()).isNull();
      assertThat(stranger.take(Message.Blob.class).bytes()).isNull();
      assertThat(stranger.take(Message.Refused.class).code())
          .isEqualTo(ErrorCode.INVALID_ARGUMENT.text());
    }

    engine.workers().blob(worker, new Message.FetchBlob(task.ref(), "b"));
    loop.pass(10);
    assertThat(worker.take(Message.Blob.class).bytes()).containsExactly(1);
  }

  @Test
  void commitWaitsForTheBlobsBeforeIt() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    slow.hold();
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), "b", new byte[] {1}));
    Payload blob = new Payload(List.of(), List.of("b"), new byte[0]);
    engine.workers().commit(worker, TestWorker.commit(task, new Next.Holding(blob), false));
    loop.pass(100);
    assertThat(header().counts().checkpoints()).isZero();
    assertThat(worker.unread()).isZero();

    slow.let();
    loop.pass(100);
    worker.take(Message.BlobStored.class);
    worker.take(Message.Committed.class);
    assertThat(header().counts().checkpoints()).isEqualTo(1);
  }

  @Test
  void taskThatIsGivenAwayWhileACommitIsAppliedIsStoredAsThatCommitLeftIt() {
    TestWorker first = come();
    Assignment root = assigned(first);
    Handle child = new Handle(1, 1);
    Operation spawn = new Operation.Spawn(child, "child", List.of(), Payload.NONE, null, 0, null);
    Continuation spawned =
        new Continuation(0, List.of(), TestWorker.NOTHING, 1, 0, Extent.NONE, false);
    Commit spawns = new Commit(root.ref(), 1, root.base(), spawned, List.of(spawn), false);
    engine.workers().commit(first, spawns);
    loop.pass(10);
    first.take(Message.Committed.class);
    TestWorker second = connect(platform.take().id(), 2);
    Assignment given = assigned(second);

    // The root's end comes late, with a request for another task behind it. It cancels the child,
    // which is free by then.
    slow.hold();
    engine.workers().putBlob(first, new Message.PutBlob(root.ref(), "b", new byte[] {1}));
    Continuation end = new Continuation(0, List.of(), failed(), 1, 0, Extent.NONE, false);
    Commit ends = new Commit(root.ref(), 2, spawns.digest(), end, List.of(), false);
    engine.workers().commit(first, ends);
    engine.workers().poll(first, TestWorker.poll());
    engine.workers().commit(second, TestWorker.commit(given, TestWorker.NOTHING, true));
    slow.let();
    loop.pass(10);
    first.take(Message.BlobStored.class);
    first.take(Message.Yielded.class);
    AttemptRef again = first.take(Message.Assigned.class).assignment().ref();

    assertThat(again).isEqualTo(new AttemptRef(RUN, child, 2));
    assertThat(stored().running()).containsExactly(again);
  }

  private static Next failed() {
    return new Next.Failed(Failure.of("KAPPA-301", "test.Error", "failed", null));
  }

  private RunState stored() {
    var partition = memory.on(loop).takeOver(0);
    loop.pass(1);
    var fields = partition.join().load(RUN);
    loop.pass(1);
    return RunState.load(RUN, fields.join());
  }

  // ---- backpressure

  @Test
  void workerThatIsAheadOfTheStoreIsReadAgainWhenItHasCaughtUp() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    TestWorker other = new TestWorker("elsewhere", 2);
    slow.hold();
    Payload large = new Payload(List.of(), List.of(), new byte[2 * (int) BACKLOG]);
    engine.workers().commit(worker, TestWorker.commit(task, new Next.Holding(large), false));
    loop.pass(1);
    engine.workers().commit(other, TestWorker.commit(task));
    assertThat(other.isSlow()).isTrue();

    loop.pass(60_000);
    assertThat(header().counts().tasks()).isEqualTo(1);
    slow.let();
    loop.pass(10);
    assertThat(other.isSlow()).isFalse();
    worker.take(Message.Committed.class);
    // Nobody was taken for dead meanwhile.
    assertThat(platform.waiting()).isZero();
  }

  // ---- that the coordinator is there

  @Test
  void workersHearThatTheCoordinatorIsThereHoweverSlowTheStoreIs() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    slow.hold();
    engine.workers().commit(worker, TestWorker.commit(task));
    int before = worker.alive().size();
    loop.pass(30_000);
    assertThat(worker.unread()).isZero();
    assertThat(worker.alive().size() - before).as("three in each third of a lease").isEqualTo(9);
  }

  @Test
  void workerThatReadsNothingIsNotToldAgainAndAgain() {
    TestWorker worker = come();
    worker.deaf(true);
    loop.pass(30_000);
    assertThat(worker.alive()).isEmpty();
    worker.deaf(false);
    loop.pass(10_000);
    assertThat(worker.alive()).isNotEmpty();
  }

  // ---- words that were lost

  @Test
  void workerThatWasNotToldOfItsTaskIsGivenItAgainAtOnce() {
    String invocation = platform.take().id();
    TestWorker worker = connect(invocation, 1);
    Assignment first = assigned(worker);
    engine.workers().disconnected(worker);

    TestWorker again = connect(invocation, 1);
    Assignment second = assigned(again);
    assertThat(second.ref().task()).isEqualTo(first.ref().task());
    assertThat(second.ref().epoch()).isEqualTo(first.ref().epoch() + 1);
    engine.workers().commit(again, TestWorker.commit(second));
    loop.pass(10);
    again.take(Message.Committed.class);
  }

  @Test
  void workerThatComesBackWithItsTaskKeepsIt() {
    String invocation = platform.take().id();
    TestWorker worker = connect(invocation, 1);
    Assignment task = assigned(worker);
    engine.workers().disconnected(worker);

    TestWorker again = connect(invocation, 1);
    engine.workers().commit(again, TestWorker.commit(task));
    engine.workers().poll(again, TestWorker.poll());
    loop.pass(10);
    again.take(Message.Committed.class);
    assertThat(again.unread()).isZero();
  }

  // ---- workers that have lost their tasks

  @Test
  void workerThatLearnsByItsFramesThatItsTaskIsAnothersIsGivenTheNext() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    engine.attempts().lost(task.ref(), Command.Loss.CRASHED, "so it seems");
    loop.pass(10);
    engine.workers().frames(worker, new Message.FetchFrames(task.ref(), task.base(), 1));
    loop.pass(10);
    worker.take(Message.Superseded.class);
    assertThat(assigned(worker).ref().epoch()).isEqualTo(task.ref().epoch() + 1);
  }

  @Test
  void workerThatWasSilentForTooLongIsDisconnectedAndGivenATaskWhenItComesBack() {
    TestPlatform.Invoked invocation = platform.take();
    TestWorker worker = connect(invocation.id(), 1);
    Assignment task = assigned(worker);
    loop.pass(40_000);
    assertThat(worker.isClosed()).as("word that waits for it must not leave later").isTrue();
    engine.workers().disconnected(worker);

    TestWorker again = connect(invocation.id(), 1);
    assertThat(assigned(again).ref().epoch()).isEqualTo(task.ref().epoch() + 1);
  }

  // ---- invocations of which nobody tells how they end

  @Test
  void workerOfABrokenInvocationThatComesBackKeepsItsTask() {
    TestPlatform.Invoked invocation = platform.take();
    TestWorker worker = connect(invocation.id(), 1);
    Assignment task = assigned(worker);
    invocation.end().complete(new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "connection reset"));
    loop.pass(10);
    engine.workers().disconnected(worker);
    loop.pass(1000);

    TestWorker again = connect(invocation.id(), 1);
    engine.workers().heartbeat(again, task.ref());
    loop.pass(20_000);
    assertThat(platform.waiting()).as("nobody else is asked for").isZero();
    engine.workers().commit(again, TestWorker.commit(task));
    loop.pass(10);
    again.take(Message.Committed.class);
  }

  @Test
  void workerThatIsAwayWhenItsInvocationBreaksKeepsItsTaskForItsLease() {
    TestPlatform.Invoked invocation = platform.take();
    TestWorker worker = connect(invocation.id(), 1);
    Assignment task = assigned(worker);
    engine.workers().disconnected(worker);
    invocation.end().complete(new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "connection reset"));
    loop.pass(20_000);
    assertThat(platform.waiting()).isZero();

    TestWorker again = connect(invocation.id(), 1);
    engine.workers().poll(again, TestWorker.poll());
    loop.pass(10);
    again.take(Message.Released.class);
    assertThat(assigned(come()).ref().epoch())
        .as("it did not know of it, and another has it at once")
        .isEqualTo(task.ref().epoch() + 1);
  }

  @Test
  void workerThatNeverComesBackIsForgottenWhenItsLeaseIsOver() {
    TestPlatform.Invoked invocation = platform.take();
    TestWorker worker = connect(invocation.id(), 1);
    Assignment task = assigned(worker);
    engine.workers().disconnected(worker);
    invocation.end().complete(new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "connection reset"));
    loop.pass(40_000);
    assertThat(worker.task()).isNull();
    assertThat(assigned(come()).ref().epoch()).isEqualTo(task.ref().epoch() + 1);
  }

  // ---- workers that do not come

  private void miss(InvokeOutcome how) {
    platform.take().end().complete(how);
    loop.pass(1000);
  }

  // ---- what a worker may speak of

  @Test
  void strangerWithATokenReadsNothingOfARunThatItHasNoTaskOf() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), "b", new byte[] {1}));
    loop.pass(10);
    worker.take(Message.BlobStored.class);
    TestWorker stranger = connect("stolen", 99);
    engine.workers().blob(stranger, new Message.FetchBlob(task.ref(), "b"));
    loop.pass(10);
    assertThat(stranger.take(Message.Superseded.class).reason())
        .contains("another attempt has the task");

    engine.workers().blob(worker, new Message.FetchBlob(task.ref(), "b"));
    loop.pass(10);
    assertThat(worker.take(Message.Blob.class).bytes()).containsExactly(1);
  }

  @Test
  void strangerWithATokenReplacesNoValueOfAnothersTask() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), "b", new byte[] {1}));
    loop.pass(10);
    worker.take(Message.BlobStored.class);
    TestWorker stranger = connect("stolen", 99);
    engine.workers().putBlob(stranger, new Message.PutBlob(task.ref(), "b", new byte[] {2}));
    loop.pass(10);
    stranger.take(Message.Refused.class);
    engine.workers().blob(worker, new Message.FetchBlob(task.ref(), "b"));
    loop.pass(10);
    assertThat(worker.take(Message.Blob.class).bytes()).containsExactly(1);
  }

  @Test
  void strangerWithATokenDoesNotKeepAnothersTaskAlive() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    engine.workers().disconnected(worker);
    TestWorker stranger = connect("stolen", 99);
    for (int i = 0; i < 35; i++) {
      loop.pass(1_000);
      engine.workers().heartbeat(stranger, task.ref());
    }
    loop.pass(1_000);
    Assignment again = assigned(come());
    assertThat(again.ref().task()).isEqualTo(task.ref().task());
    assertThat(again.ref().epoch()).isEqualTo(task.ref().epoch() + 1);
  }

  @Test
  void workerThatComesBackOnANewConnectionGoesOnWithWhatItHas() {
    TestPlatform.Invoked invocation = platform.take();
    TestWorker worker = connect(invocation.id(), 7);
    Assignment task = assigned(worker);
    engine.workers().disconnected(worker);
    TestWorker again = connect(invocation.id(), 7);
    engine.workers().putBlob(again, new Message.PutBlob(task.ref(), "b", new byte[] {1}));
    loop.pass(10);
    again.take(Message.BlobStored.class);
    engine.workers().blob(again, new Message.FetchBlob(task.ref(), "b"));
    loop.pass(10);
    again.take(Message.Blob.class);
  }

  private List<WarningView> warnings(String run) {
    EngineRuns runs = new EngineRuns(loop, engine, new Application(platform));
    var found = runs.find(run);
    var listed = runs.list(new RunFilter(null, 10, null));
    loop.pass(10);
    assertThat(listed.join()).contains(found.join());
    return found.join().warnings();
  }

  @Test
  void runWhoseWorkersDoNotComeSaysSoWithTheLastReasonUntilOneComes() {
    miss(new InvokeOutcome.Failed(InvokeError.THROTTLED, "rate exceeded"));
    miss(new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "connection reset"));
    assertThat(warnings(RUN)).isEmpty();

    miss(INIT_ERROR);
    WarningView warning = warnings(RUN).getFirst();
    assertThat(warning)
        .isEqualTo(
            new WarningView(
                WarningView.Kind.NO_WORKER,
                3,
                warning.since(),
                "flow (task 0.0)",
                "KAPPA-508",
                "the function could not be started: no class app.Main",
                null));
    miss(new InvokeOutcome.Returned("{\"error\":1}".getBytes(UTF_8)));
    assertThat(warnings(RUN))
        .singleElement()
        .satisfies(
            later -> {
              assertThat(later.count()).isEqualTo(4);
              assertThat(later.since()).isEqualTo(warning.since());
              assertThat(later.message()).endsWith("it answered {\"error\":1}");
            });

    come();
    assertThat(warnings(RUN)).isEmpty();
  }

  @Test
  void startThatHangsKeepsNobodyElseFromBeingInvokedAndIsTold() {
    loop.pass(25_000);
    assertThat(platform.waiting()).isEqualTo(1);
    loop.pass(6_000);
    assertThat(platform.waiting()).isEqualTo(2);
    assertThat(warnings(RUN)).isEmpty();

    loop.pass(62_000);
    assertThat(platform.waiting()).isEqualTo(4);
    assertThat(warnings(RUN).getFirst().message()).contains("not asked for a task for 30 s");

    platform.take().end().complete(INIT_ERROR);
    loop.pass(10);
    assertThat(warnings(RUN).getFirst().count()).as("missed once").isEqualTo(3);
    come();
    assertThat(warnings(RUN)).isEmpty();
  }

  @Test
  void runThatNeedsNoWorkerIsNotToldThatNoneComes() {
    assigned(come());
    engine
        .commands()
        .submit("other", new Command.Start("flow", "1".getBytes(UTF_8), 2), reply -> {});
    loop.pass(10);
    for (int i = 0; i < 3; i++) {
      miss(INIT_ERROR);
    }
    assertThat(warnings("other")).hasSize(1);
    assertThat(warnings(RUN)).isEmpty();
  }

  @Test
  void invocationsThatFailTogetherAreOneInTheRow() {
    for (int i = 0; i < 4; i++) {
      engine
          .commands()
          .submit("run" + i, new Command.Start("flow", "1".getBytes(UTF_8), 2), reply -> {});
    }
    loop.pass(10);
    assertThat(platform.waiting()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      platform
          .take()
          .end()
          .complete(new InvokeOutcome.Failed(InvokeError.THROTTLED, "rate exceeded"));
    }
    loop.pass(20_000);
    assertThat(warnings(RUN)).isEmpty();
  }

  // ---- time limits

  private Assignment giveBackAndTakeAgain(TestWorker worker, Assignment task) {
    engine.workers().commit(worker, TestWorker.commit(task, TestWorker.NOTHING, true));
    loop.pass(1);
    worker.take(Message.Yielded.class);
    return assigned(worker);
  }

  @Test
  void timeOutOfAnInvocationThatHadDoneOtherTasksDoesNotCount() {
    for (int i = 0; i < 5; i++) {
      TestPlatform.Invoked invocation = platform.take();
      TestWorker worker = connect(invocation.id(), i + 1);
      giveBackAndTakeAgain(worker, assigned(worker));
      invocation.end().complete(timeOut());
      loop.pass(100);
      assertThat(header().status()).isEqualTo(RunStatus.RUNNING);
    }
    TestWorker last = come();
    assertThat(assigned(last).poison()).isNull();
  }

  @Test
  void taskThatWasCutShortIsGivenAWholeLimit() {
    TestPlatform.Invoked invocation = platform.take();
    TestWorker worker = connect(invocation.id(), 1);
    Assignment task = giveBackAndTakeAgain(worker, assigned(worker));
    invocation.end().complete(timeOut());
    loop.pass(10);

    TestPlatform.Invoked next = platform.take();
    TestWorker used = connect(next.id(), 2);
    used.task(task.ref());
    used.task(null);
    engine.workers().poll(used, TestWorker.poll());
    loop.pass(10);
    assertThat(used.unread()).isZero();
    next.end().complete(timeOut());
    loop.pass(10);
    assertThat(assigned(come()).ref().task()).isEqualTo(task.ref().task());
  }

  @Test
  void threeTimeOutsOfAWholeLimitPoisonTheStep() {
    for (int i = 0; i < 3; i++) {
      TestPlatform.Invoked invocation = platform.take();
      assertThat(assigned(connect(invocation.id(), i + 1)).poison()).isNull();
      invocation.end().complete(timeOut());
      loop.pass(100);
    }
    assertThat(assigned(come()).poison()).isNotNull();
  }

  @Test
  void threeWorkersThatReturnWithTheTaskPoisonTheStep() {
    for (int i = 0; i < 3; i++) {
      TestPlatform.Invoked invocation = platform.take();
      assertThat(assigned(connect(invocation.id(), i + 1)).poison()).isNull();
      invocation.end().complete(returned());
      loop.pass(100);
    }
    assertThat(assigned(come()).poison())
        .satisfies(
            poison -> {
              assertThat(poison.code()).isEqualTo(ErrorCode.WORKER_RETURNED.text());
              assertThat(poison.message()).contains("3 times in a row", "unreachable");
            });
  }

  @Test
  void workersThatWereNotToldOfTheTaskWhileTheStoreStoodStillPoisonNothing() {
    slow.hold();
    for (int i = 0; i < 5; i++) {
      TestPlatform.Invoked invocation = platform.take();
      TestWorker worker = connect(invocation.id(), i + 1);
      engine.workers().poll(worker, TestWorker.poll());
      loop.pass(10);
      assertThat(worker.unread()).isZero();
      invocation.end().complete(i % 2 == 0 ? returned() : timedOut());
      loop.pass(100);
    }
    slow.let();
    loop.pass(100);
    assertThat(assigned(come()).poison()).isNull();
  }

  private static InvokeOutcome timedOut() {
    return new InvokeOutcome.Failed(InvokeError.TIMEOUT, "its time is over");
  }

  @Test
  void workersMayReturnOnceTheyHaveGivenTheirTasksBack() {
    for (int i = 0; i < 5; i++) {
      TestPlatform.Invoked invocation = platform.take();
      TestWorker worker = connect(invocation.id(), i + 1);
      Assignment task = assigned(worker);
      assertThat(task.poison()).isNull();
      engine.workers().commit(worker, TestWorker.commit(task, TestWorker.NOTHING, true));
      invocation.end().complete(returned());
      loop.pass(100);
    }
  }

  private static InvokeOutcome returned() {
    return new InvokeOutcome.Returned("{\"reason\":\"unreachable\"}".getBytes(UTF_8));
  }

  @Test
  void workerWithLittleTimeLeftIsGivenNoOtherTask() {
    TestWorker worker = come();
    Assignment task = assigned(worker);
    engine.workers().commit(worker, TestWorker.commit(task, TestWorker.NOTHING, true));
    engine.workers().poll(worker, new Message.Poll(100, 20_000));
    loop.pass(10);
    worker.take(Message.Yielded.class);
    worker.take(Message.Released.class);
    assertThat(platform.waiting()).isEqualTo(1);
  }

  private static InvokeOutcome timeOut() {
    return new InvokeOutcome.Failed(InvokeError.TIMEOUT, "timed out");
  }
}
