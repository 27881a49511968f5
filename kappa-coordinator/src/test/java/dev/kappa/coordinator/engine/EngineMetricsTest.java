package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.deploy.AlarmLines;
import dev.kappa.coordinator.metrics.Durations;
import dev.kappa.coordinator.metrics.Metric;
import dev.kappa.coordinator.metrics.Readings;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Placement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metrics are what they say, in a time that the test makes pass. */
final class EngineMetricsTest {
  private static final String RUN = "run";
  private static final int CONCURRENCY = 3;
  private static final long BACKLOG = 10_000;
  private static final Extent RESIDENT = Extent.NONE.on(Placement.RESIDENT);

  private final ManualLoop loop = new ManualLoop();
  private final TestPlatform platform = new TestPlatform();
  private final SlowStore slow = new SlowStore();
  private final Engine engine =
      new Engine(
          loop,
          slow.around(new MemoryStore(1, InstantSource.system()).on(loop)),
          platform,
          new Invitations("127.0.0.1", "secret"),
          new EngineSettings(
              CoreSettings.DEFAULT,
              Duration.ofSeconds(30),
              Duration.ofMillis(50),
              CONCURRENCY,
              Duration.ofSeconds(30),
              BACKLOG),
          loop.time());

  @BeforeEach
  void open() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
  }

  private Readings all() {
    Readings all = new Readings();
    engine.read(all);
    return all;
  }

  private void assertIs(Metric metric, double number, String... labels) {
    assertThat(all().number(metric, labels))
        .as("%s of %s", metric, List.of(labels))
        .isEqualTo(number);
  }

  private Durations.Taken commitTimes() {
    return Objects.requireNonNull(all().durations().get(Metric.COMMIT_SECONDS));
  }

  private void start(String run) {
    engine.commands().submit(run, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
  }

  private TestWorker connect(TestWorker worker) {
    engine.workers().connected(worker);
    loop.pass(1);
    worker.take(Message.Welcome.class);
    return worker;
  }

  private TestWorker come() {
    return connect(new TestWorker(platform.take().id(), 1));
  }

  private Assignment assigned(TestWorker worker) {
    engine.workers().poll(worker, TestWorker.poll());
    loop.pass(10);
    return worker.take(Message.Assigned.class).assignment();
  }

  private void commit(TestWorker worker, Assignment task, Next next) {
    engine.workers().commit(worker, TestWorker.commit(task, next, false));
    loop.pass(10);
    worker.take(Message.class);
  }

  private static Next completed() {
    return new Next.Completed(Payload.NONE, "42".getBytes(UTF_8));
  }

  private static Failure failure() {
    return new Failure("KAPPA-201", "java.lang.Error", "it failed", null, List.of(), null);
  }

  // ---- all of them

  @Test
  void engineTellsAllMetricsButThoseOfItsSurroundings() {
    Set<Metric> told = EnumSet.noneOf(Metric.class);
    told.addAll(all().values().keySet());
    told.addAll(all().durations().keySet());
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Metric.BUILD, Metric.API_REQUESTS)));
  }

  // ---- runs and tasks

  @Test
  void runsAreCountedOnceWhenItIsDurableThatTheyBegan() {
    slow.hold();
    start(RUN);
    assertIs(Metric.RUNS_STARTED, 0);
    assertIs(Metric.RUNS_IN_MEMORY, 1);
    slow.let();
    loop.pass(10);
    assertIs(Metric.RUNS_STARTED, 1);
    start(RUN);
    assertIs(Metric.RUNS_STARTED, 1);
  }

  @Test
  void runsThatEndAreCountedByTheirStatus() {
    start("good");
    TestWorker worker = come();
    commit(worker, assigned(worker), completed());
    start("bad");
    commit(worker, assigned(worker), new Next.Failed(failure()));
    start("given up");
    engine.commands().submit("given up", new Command.Cancel(), reply -> {});
    loop.pass(10);
    assertIs(Metric.RUNS_STARTED, 3);
    assertIs(Metric.RUNS_ENDED, 1, "succeeded");
    assertIs(Metric.RUNS_ENDED, 1, "failed");
    assertIs(Metric.RUNS_ENDED, 1, "cancelled");
    assertThat(all().values().get(Metric.RUNS_ENDED)).hasSize(3);
    assertIs(Metric.RUNS_IN_MEMORY, 0);
  }

  @Test
  void tasksWaitUntilAWorkerHasThem() {
    assertIs(Metric.TASKS_READY_OLDEST, 0, "function");
    start(RUN);
    loop.pass(1_990);
    start("later");
    assertIs(Metric.TASKS_READY, 2, "function");
    assertIs(Metric.TASKS_READY, 0, "resident");
    assertThat(all().number(Metric.TASKS_READY_OLDEST, "function")).isBetween(1.99, 2.02);
    assertIs(Metric.TASKS_OPEN, 2);

    var unused = assigned(come());
    assertIs(Metric.TASKS_READY, 1, "function");
    assertThat(all().number(Metric.TASKS_READY_OLDEST, "function")).isLessThan(0.1);
    assertIs(Metric.ATTEMPTS_STARTED, 1);
    assertIs(Metric.TASKS_OPEN, 2);
  }

  @Test
  void taskThatWaitsForAResidentWorkerIsOneOfTheirs() {
    start(RUN);
    TestWorker function = come();
    Assignment task = assigned(function);
    engine.workers().commit(function, TestWorker.commit(task, TestWorker.NOTHING, true, RESIDENT));
    loop.pass(3_000);
    assertIs(Metric.TASKS_READY, 1, "resident");
    assertIs(Metric.TASKS_READY, 0, "function");
    assertThat(all().number(Metric.TASKS_READY_OLDEST, "resident")).isBetween(2.9, 3.1);

    TestWorker resident = connect(new TestWorker("resident", 2, ""));
    assertIs(Metric.WORKERS, 1, "resident");
    assertIs(Metric.WORKERS_BUSY, 0, "resident");
    engine.workers().poll(resident, TestWorker.poll());
    loop.pass(10);
    assertIs(Metric.WORKERS_BUSY, 1, "resident");
    assertIs(Metric.TASKS_READY, 0, "resident");
  }

  @Test
  void parkedTasksAreCounted() {
    start(RUN);
    TestWorker worker = come();
    Assignment task = assigned(worker);
    assertThat(AlarmLines.logged(() -> commit(worker, task, new Next.Parked(failure()))))
        .contains(AlarmLines.PARKED)
        .doesNotContain(AlarmLines.ERROR);
    assertIs(Metric.TASKS_PARKED, 1);
    assertIs(Metric.DEFECTS, 0);
  }

  // ---- workers and their attempts

  @Test
  void workersAreConnectedBusyAndAway() {
    start(RUN);
    TestWorker worker = come();
    assertIs(Metric.WORKERS, 1, "function");
    assertIs(Metric.WORKERS_BUSY, 0, "function");
    var unused = assigned(worker);
    assertIs(Metric.WORKERS_BUSY, 1, "function");
    engine.workers().disconnected(worker);
    assertIs(Metric.WORKERS, 0, "function");
    assertIs(Metric.WORKERS_BUSY, 0, "function");
    assertIs(Metric.WORKERS_AWAY, 1, "function");
  }

  @Test
  void attemptsThatAreLostAreCountedOnceByHow() {
    start(RUN);
    TestPlatform.Invoked first = platform.take();
    TestWorker worker = connect(new TestWorker(first.id(), 1));
    Assignment task = assigned(worker);
    engine.workers().heartbeat(worker, task.ref());
    first.end().complete(new InvokeOutcome.Failed(InvokeError.OUT_OF_MEMORY, "no memory"));
    loop.pass(1_000);
    assertIs(Metric.ATTEMPTS_LOST, 1, "out_of_memory");
    // Somebody else says so, too late.
    engine.attempts().lost(task.ref(), Command.Loss.SILENT, "late");
    loop.pass(10);
    assertIs(Metric.ATTEMPTS_LOST, 0, "silent");

    TestWorker second = come();
    Assignment again = assigned(second);
    engine.workers().heartbeat(second, again.ref());
    loop.pass(32_000);
    assertIs(Metric.ATTEMPTS_LOST, 1, "silent");
    assertIs(Metric.ATTEMPTS_LOST, 1, "out_of_memory");
  }

  // ---- commits

  @Test
  void commitsAreCountedByTheirAnswer() {
    start(RUN);
    TestWorker worker = come();
    Assignment task = assigned(worker);
    commit(worker, task, TestWorker.NOTHING);
    assertIs(Metric.COMMITS, 1, "accepted");
    commit(worker, task, TestWorker.NOTHING);
    assertIs(Metric.COMMITS, 1, "repeated");

    TestWorker stranger = connect(new TestWorker("stranger", 9));
    commit(stranger, task, TestWorker.NOTHING);
    assertIs(Metric.COMMITS, 1, "superseded");
    Commit known = TestWorker.commit(task);
    AttemptRef unknown = new AttemptRef("unknown", task.ref().task(), 1);
    engine
        .workers()
        .commit(stranger, new Commit(unknown, 1, known.base(), known.next(), List.of(), false));
    loop.pass(10);
    assertIs(Metric.COMMITS, 2, "superseded");
    assertIs(Metric.COMMITS, 1, "accepted");
    assertThat(commitTimes().count()).isEqualTo(2);
  }

  @Test
  void commitTakesFromItsArrivalUntilItIsDurable() {
    start(RUN);
    TestWorker worker = come();
    Assignment task = assigned(worker);
    slow.hold();
    engine.workers().commit(worker, TestWorker.commit(task));
    loop.pass(700);
    assertThat(commitTimes().count()).isZero();
    assertIs(Metric.COMMITS, 0, "accepted");
    slow.let();
    loop.pass(10);
    assertIs(Metric.COMMITS, 1, "accepted");
    assertThat(commitTimes().count()).isEqualTo(1);
    assertThat(commitTimes().seconds()).isBetween(0.7, 0.71);
  }

  // ---- invocations

  @Test
  void invocationsAreCountedByHowTheyEnd() {
    start(RUN);
    assertIs(Metric.INVOCATIONS_STARTED, 1);
    assertIs(Metric.INVOCATIONS_OPEN, 1);
    assertIs(Metric.INVOCATIONS_LIMIT, CONCURRENCY);
    platform.take().end().complete(new InvokeOutcome.Failed(InvokeError.ACCESS_DENIED, "no"));
    assertThat(AlarmLines.logged(() -> loop.pass(1)))
        .contains(AlarmLines.NO_WORKER)
        .doesNotContain(AlarmLines.ERROR);
    assertIs(Metric.INVOCATIONS_ENDED, 1, "access_denied");
    assertIs(Metric.INVOCATIONS_ENDED, 0, "throttled");
    assertIs(Metric.INVOCATIONS_WITHOUT_WORKER, 1);
    assertIs(Metric.INVOCATIONS_OPEN, 0);
    assertIs(Metric.INVOCATIONS_PAUSED, 1);
    loop.pass(1_000);
    assertIs(Metric.INVOCATIONS_PAUSED, 0);
    assertIs(Metric.INVOCATIONS_STARTED, 2);

    TestPlatform.Invoked next = platform.take();
    TestWorker worker = connect(new TestWorker(next.id(), 1));
    commit(worker, assigned(worker), completed());
    next.end().complete(new InvokeOutcome.Returned(new byte[0]));
    loop.pass(10);
    assertIs(Metric.INVOCATIONS_ENDED, 1, "returned");
    assertIs(Metric.INVOCATIONS_WITHOUT_WORKER, 1);
    assertThat(all().values().get(Metric.INVOCATIONS_ENDED))
        .hasSize(1 + InvokeError.values().length);
  }

  // ---- the store

  @Test
  void whatWaitsForTheStoreIsItsBacklog() {
    assertIs(Metric.STORE_BACKLOG_LIMIT, BACKLOG);
    start(RUN);
    TestWorker worker = come();
    Assignment task = assigned(worker);
    double before = all().number(Metric.STORE_BATCHES);
    assertIs(Metric.STORE_BACKLOG, 0, "0");
    slow.hold();
    engine.workers().putBlob(worker, new Message.PutBlob(task.ref(), "b", new byte[12_000]));
    assertIs(Metric.STORE_BACKLOG, 12_000, "0");
    assertIs(Metric.WORKERS_SLOWED, 1);
    assertIs(Metric.STORE_BLOBS, 0);
    slow.let();
    loop.pass(10);
    assertIs(Metric.STORE_BACKLOG, 0, "0");
    assertIs(Metric.WORKERS_SLOWED, 0);
    assertIs(Metric.STORE_BLOBS, 1);
    assertIs(Metric.STORE_BLOB_BYTES, 12_000);
    commit(worker, task, TestWorker.NOTHING);
    assertThat(all().number(Metric.STORE_BATCHES)).isGreaterThan(before);
  }

  @Test
  void partitionsAreThoseOfThisCoordinator() {
    assertIs(Metric.PARTITIONS, 1);
    assertIs(Metric.PARTITIONS_OWNED, 1);
    assertIs(Metric.COORDINATORS, 1);
    assertIs(Metric.LEASE_LAPSES, 0);
    assertIs(Metric.STORE_AVAILABLE, 1);
    slow.leave(0);
    assertIs(Metric.STORE_AVAILABLE, 0);
  }

  @Test
  void leaseThatWasOverIsALapse() {
    loop.standStill(20_000);
    loop.pass(10_000);
    assertIs(Metric.LEASE_LAPSES, 1);
    assertIs(Metric.PARTITIONS_OWNED, 1);
  }

  // ---- the coordinator itself

  @Test
  void defectsAreCounted() {
    IllegalStateException none = new IllegalStateException("none");
    assertThat(AlarmLines.logged(() -> engine.defects().found("in a test", none)))
        .contains(AlarmLines.ERROR);
    assertIs(Metric.DEFECTS, 1);
  }
}
