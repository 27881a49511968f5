package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Message;
import dev.kappa.wire.Placement;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resident tasks and resident workers find each other, and nobody else. */
final class ResidentsTest {
  private static final WorkerTokens TOKENS = tokens();
  private static final String RUN = "run-1";
  private static final Extent RESIDENT = Extent.NONE.on(Placement.RESIDENT);

  private final ManualLoop loop = new ManualLoop();
  private final TestPlatform platform = new TestPlatform();
  private final Engine engine =
      new Engine(
          loop,
          new MemoryStore(1, InstantSource.system()).on(loop),
          platform,
          new Invitations("127.0.0.1", "secret"),
          EngineSettings.of(2),
          loop.time());

  private static WorkerTokens tokens() {
    return new Invitations("127.0.0.1", "secret").tokens();
  }

  @BeforeEach
  void open() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
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

  private TestWorker function() {
    return connect(new TestWorker(platform.take().id(), 1));
  }

  private TestWorker resident(String version) {
    return connect(new TestWorker("resident", 2, version));
  }

  private void poll(TestWorker worker) {
    engine.workers().poll(worker, TestWorker.poll());
    loop.pass(10);
  }

  private Assignment assigned(TestWorker worker) {
    poll(worker);
    return worker.take(Message.Assigned.class).assignment();
  }

  private void giveBack(TestWorker worker, Assignment task, Extent where) {
    engine.workers().commit(worker, TestWorker.commit(task, TestWorker.NOTHING, true, where));
    loop.pass(10);
    worker.take(Message.Yielded.class);
  }

  /** A task has come to where it is resident. */
  private TestWorker placed() {
    start(RUN);
    TestWorker worker = function();
    giveBack(worker, assigned(worker), RESIDENT);
    return worker;
  }

  private List<WarningView> warnings() {
    var found = new EngineRuns(loop, engine, new Application(platform)).find(RUN);
    loop.pass(1);
    return found.join().warnings();
  }

  @Test
  void residentTaskIsGivenToAResidentWorkerAloneAndNoFunctionIsInvokedForIt() {
    TestWorker function = placed();
    poll(function);
    assertThat(function.unread()).isZero();
    assertThat(platform.waiting()).isZero();

    Assignment task = assigned(resident(""));
    assertThat(task.extent().isResident()).isTrue();
    assertThat(task.ref().run()).isEqualTo(RUN);
  }

  @Test
  void residentWorkerIsGivenNoOtherTask() {
    start(RUN);
    TestWorker resident = resident("");
    poll(resident);
    assertThat(resident.unread()).isZero();
    assertThat(assigned(function()).extent().isResident()).isFalse();
  }

  @Test
  void taskThatLeavesGoesOnWithAFunction() {
    TestWorker function = placed();
    TestWorker resident = resident("");
    giveBack(resident, assigned(resident), Extent.NONE);
    poll(resident);
    assertThat(resident.unread()).isZero();
    assertThat(assigned(function).extent().isResident()).isFalse();
  }

  @Test
  void residentWorkerIsGivenTasksOfItsVersionAlone() {
    platform.versions("new", "old");
    placed();
    TestWorker old = resident("old");
    poll(old);
    assertThat(old.unread()).isZero();
    assertThat(assigned(resident("new")).ref().run()).isEqualTo(RUN);
  }

  @Test
  void residentWorkerIsNotAskedToGiveWay() {
    placed();
    TestWorker resident = resident("");
    Assignment task = assigned(resident);
    start("a");
    start("b");
    start("c");
    for (int i = 0; i < 20; i++) {
      loop.pass(5_000);
      engine.workers().heartbeat(resident, task.ref());
    }
    assertThat(resident.alive()).isNotEmpty().allMatch(word -> word.giveBack() == null);
  }

  @Test
  void silentResidentWorkerLosesItsTaskToAnother() {
    placed();
    TestWorker first = resident("");
    Assignment task = assigned(first);
    engine.workers().disconnected(first);
    loop.pass(45_000);
    Assignment again = assigned(connect(new TestWorker("another", 3, "")));
    assertThat(again.ref().task()).isEqualTo(task.ref().task());
    assertThat(again.ref().epoch()).isGreaterThan(task.ref().epoch());
  }

  @Test
  void residentWorkerIsGivenSomethingNewToShowBeforeTheOldIsOver() {
    TestWorker resident = resident("");
    loop.pass(WorkerTokens.LIFE.toMillis() / 2);
    assertThat(resident.alive().stream().map(Message.Alive::token).filter(Objects::nonNull))
        .hasSizeBetween(1, 2)
        .allSatisfy(
            token ->
                assertThat(TOKENS.residentRefusal(token, "resident", loop.time().now())).isNull());
  }

  @Test
  void runSaysThatItWaitsForAResidentWorkerUntilOneComes() {
    placed();
    WarningView warning = warnings().getFirst();
    assertThat(warning.kind()).isEqualTo(WarningView.Kind.NO_RESIDENT_WORKER);
    assertThat(warning.code()).isEqualTo(ErrorCode.NO_RESIDENT_WORKER.text());
    assertThat(warning.task()).isEqualTo("flow (task 0.0)");
    assertThat(warning.text()).contains("no resident worker is connected since");
    assertThat(warnings().getFirst().since()).isEqualTo(warning.since());

    resident("");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void processIsStartedOnceForATaskThatWaitsAndAgainWhenItHasEnded() {
    platform.startResidents();
    placed();
    loop.pass(5_000);
    TestPlatform.Invoked first = platform.residents().remove();
    assertThat(platform.residents()).isEmpty();
    assertThat(warnings()).isEmpty();

    first.end().complete(new InvokeOutcome.Failed(InvokeError.CRASH, "gone"));
    loop.pass(5_000);
    TestPlatform.Invoked second = platform.residents().remove();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(assigned(connect(new TestWorker(second.id(), 4, ""))).ref().run()).isEqualTo(RUN);
  }

  @Test
  void endOfItsProcessIsTheLossOfItsTaskAtOnce() {
    platform.startResidents();
    placed();
    TestPlatform.Invoked process = platform.residents().remove();
    TestWorker worker = connect(new TestWorker(process.id(), 4, ""));
    Assignment task = assigned(worker);
    engine.workers().disconnected(worker);
    process.end().complete(new InvokeOutcome.Failed(InvokeError.CRASH, "gone"));
    loop.pass(2_000);
    TestPlatform.Invoked next = platform.residents().remove();
    Assignment again = assigned(connect(new TestWorker(next.id(), 5, "")));
    assertThat(again.ref().epoch()).isGreaterThan(task.ref().epoch());
  }

  @Test
  void workerThatIsConnectedAndTakesNoTaskDoesNotHideThatNoneDoes() {
    TestWorker ending = resident("");
    placed();
    loop.pass(10_000);
    assertThat(warnings()).isEmpty();
    loop.pass(10_000);
    assertThat(warnings().getFirst().message()).contains("none of its version of the code");
    poll(ending);
    assertThat(ending.take(Message.Assigned.class)).isNotNull();
  }

  @Test
  void workersThatAreAllBusyAreToldAsThatWhenItLasts() {
    placed();
    TestWorker busy = resident("");
    Assignment first = assigned(busy);
    start("run-2");
    TestWorker function = function();
    giveBack(function, assigned(function), RESIDENT);
    for (int i = 0; i < 30; i++) {
      loop.pass(1_000);
      engine.workers().heartbeat(busy, first.ref());
      assertThat(engine.reads().warning("run-2")).isNull();
    }
    for (int i = 0; i < 60; i++) {
      loop.pass(1_000);
      engine.workers().heartbeat(busy, first.ref());
    }
    assertThat(Objects.requireNonNull(engine.reads().warning("run-2")).message())
        .contains("1 are busy, or ending");
  }

  @Test
  void processThatDoesNotComeIsTold() {
    platform.startResidents();
    placed();
    loop.pass(20_000);
    assertThat(warnings().getFirst().kind()).isEqualTo(WarningView.Kind.NO_RESIDENT_WORKER);
  }
}
