package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Message;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that say nothing any more, and a platform that starts none. */
final class LeaseAndBackoffTest {
  private static final long LEASE = 30_000;

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

  @BeforeEach
  void open() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    engine.commands().submit("run", new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
  }

  private TestWorker connect(TestPlatform.Invoked invocation, long instance) {
    TestWorker worker = new TestWorker(invocation.id(), instance);
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

  // ---- leases

  @Test
  void taskOfAWorkerThatIsSilentForALeaseIsGivenToAnother() {
    TestWorker silent = connect(platform.take(), 1);
    Assignment first = assigned(silent);
    loop.pass(LEASE - 1000);
    assertThat(platform.waiting()).isZero();
    loop.pass(3000);
    Assignment second = assigned(connect(platform.take(), 2));
    assertThat(second.ref().epoch()).isEqualTo(first.ref().epoch() + 1);

    engine.workers().commit(silent, TestWorker.commit(first));
    loop.pass(10);
    silent.take(Message.Superseded.class);
  }

  @Test
  void workerThatSendsHeartbeatsKeepsItsTaskHoweverLongItsStepTakes() {
    TestWorker worker = connect(platform.take(), 1);
    Assignment task = assigned(worker);
    for (int i = 0; i < 30; i++) {
      loop.pass(LEASE / 3);
      engine.workers().heartbeat(worker, task.ref());
    }
    engine.workers().commit(worker, TestWorker.commit(task));
    loop.pass(10);
    worker.take(Message.Committed.class);
  }

  @Test
  void workerIsNotTakenForDeadSinceTheCoordinatorStoodStill() {
    TestWorker worker = connect(platform.take(), 1);
    Assignment task = assigned(worker);
    loop.standStill(10 * LEASE);
    loop.pass(1000);
    assertThat(platform.waiting()).isZero();
    engine.workers().commit(worker, TestWorker.commit(task));
    loop.pass(10);
    worker.take(Message.Committed.class);
  }

  @Test
  void workerThatStaysSilentAfterAStandstillIsFoundALeaseLater() {
    TestWorker silent = connect(platform.take(), 1);
    Assignment first = assigned(silent);
    loop.standStill(10 * LEASE);
    loop.pass(LEASE - 1000);
    assertThat(platform.waiting()).isZero();
    loop.pass(3000);
    Assignment second = assigned(connect(platform.take(), 2));
    assertThat(second.ref().epoch()).isEqualTo(first.ref().epoch() + 1);
  }

  @Test
  void stepWhoseWorkersFallSilentThreeTimesFailsWithWhatWasSeen() {
    for (int i = 0; i < 3; i++) {
      TestPlatform.Invoked invocation = platform.take();
      assertThat(assigned(connect(invocation, i + 1)).poison()).isNull();
      loop.pass(LEASE + 2000);
      invocation
          .end()
          .complete(new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "connection reset"));
      loop.pass(10);
    }
    Failure poison = Objects.requireNonNull(assigned(connect(platform.take(), 9)).poison());
    assertThat(poison.code()).isEqualTo("KAPPA-302");
    assertThat(poison.message()).contains("3 times in a row", "silent for PT30S");
  }

  @Test
  void stepWhoseWorkersRunOutOfMemoryThreeTimesFailsWithItsSizeAndWhatToDo() {
    for (int i = 0; i < 3; i++) {
      TestPlatform.Invoked invocation = platform.take();
      assertThat(assigned(connect(invocation, i + 1)).poison()).isNull();
      invocation
          .end()
          .complete(
              new InvokeOutcome.Failed(
                  InvokeError.OUT_OF_MEMORY, "Runtime.OutOfMemory: memory size 256 MB"));
      loop.pass(10);
    }
    Failure poison = Objects.requireNonNull(assigned(connect(platform.take(), 9)).poison());
    assertThat(poison.code()).isEqualTo("KAPPA-311");
    assertThat(poison.message()).contains("3 times in a row", "memory size 256 MB", "--memory");
  }

  // ---- invocations that bring no worker

  /** {@return after how many milliseconds the platform is asked again} */
  private long asksAgainAfter(InvokeOutcome how) {
    platform.take().end().complete(how);
    long waited = 0;
    while (platform.waiting() == 0 && waited < 40_000) {
      loop.pass(1);
      waited++;
    }
    return waited;
  }

  @Test
  void platformThatThrottlesIsAskedEverMoreRarelyButNeverGivenUp() {
    long most = 50;
    for (int i = 0; i < 15; i++) {
      long pause =
          asksAgainAfter(new InvokeOutcome.Failed(InvokeError.THROTTLED, "Rate Exceeded."));
      assertThat(pause).isBetween(most / 2 - 1, most + 2);
      most = Math.min(10_000, 2 * most);
    }
    connect(platform.take(), 1);
    assertThat(platform.waiting()).isZero();
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      engine
          .commands()
          .submit("run" + i, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    }
    loop.pass(10);
  }

  @Test
  void invocationsThatAreThrottledTogetherAreOneReasonToPause() {
    start(1);
    assertThat(platform.waiting()).isEqualTo(2);
    platform
        .take()
        .end()
        .complete(new InvokeOutcome.Failed(InvokeError.THROTTLED, "Rate Exceeded."));
    assertThat(asksAgainAfter(new InvokeOutcome.Failed(InvokeError.THROTTLED, "Rate Exceeded.")))
        .isLessThan(53);
    platform.take();
    assertThat(asksAgainAfter(new InvokeOutcome.Failed(InvokeError.THROTTLED, "Rate Exceeded.")))
        .isLessThan(103);
  }

  @Test
  void runIsToldOfThrottlingOnlyWhenItLasts() {
    for (int i = 0; i < 8; i++) {
      asksAgainAfter(new InvokeOutcome.Failed(InvokeError.THROTTLED, "Rate Exceeded."));
      assertThat(engine.reads().warning("run")).isNull();
    }
    asksAgainAfter(new InvokeOutcome.Failed(InvokeError.THROTTLED, "Rate Exceeded."));
    assertThat(Objects.requireNonNull(engine.reads().warning("run")).message())
        .contains("Rate Exceeded.");
  }

  @Test
  void runIsToldSoonThatWorkersDieBeforeTheyCome() {
    for (int i = 0; i < 3; i++) {
      assertThat(engine.reads().warning("run")).isNull();
      asksAgainAfter(new InvokeOutcome.Failed(InvokeError.INIT_ERROR, "no class"));
    }
    assertThat(Objects.requireNonNull(engine.reads().warning("run")).message())
        .contains("no class");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ACCESS_DENIED", "NO_CREDENTIALS", "KEY_REFUSED", "NOT_FOUND", "BAD_REQUEST"})
  void whatSomebodyHasToMendIsToldAtOnceAndGoesOnByItselfWhenItIs(InvokeError error) {
    for (int i = 0; i < 12; i++) {
      asksAgainAfter(new InvokeOutcome.Failed(error, "as the service says"));
      WarningView told = Objects.requireNonNull(engine.reads().warning("run"));
      assertThat(told.code()).isEqualTo(error.rule().ofStart().text());
      assertThat(told.message()).endsWith(": as the service says");
      assertThat(told.count()).isEqualTo(i + 1);
    }
    assertThat(asksAgainAfter(new InvokeOutcome.Failed(error, "no"))).isBetween(14_999L, 30_002L);
    assertThat(assigned(connect(platform.take(), 1)).poison()).isNull();
    assertThat(engine.reads().warning("run")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void platformThatFailsIsAskedAgainWhateverItIs(InvokeError error) {
    for (int i = 0; i < 12; i++) {
      long most = error.rule().pause().longest().toMillis();
      assertThat(asksAgainAfter(new InvokeOutcome.Failed(error, "why"))).isBetween(1L, most + 2);
    }
    assertThat(Objects.requireNonNull(engine.reads().warning("run")).code())
        .isEqualTo(error.rule().ofStart().text());
  }

  @Test
  void invocationThatIsNoWorkersTakesUpRoom() {
    CompletableFuture<Void> described = new CompletableFuture<>();
    engine.alongside(described);
    start(2);
    assertThat(platform.waiting()).isEqualTo(1);
    described.complete(null);
    loop.pass(10);
    assertThat(platform.waiting()).isEqualTo(2);
  }

  @Test
  void coordinatorsThatAreThrottledTogetherDoNotAskTogether() {
    for (int i = 0; i < 8; i++) {
      asksAgainAfter(new InvokeOutcome.Failed(InvokeError.THROTTLED, "Rate Exceeded."));
    }
    Set<Long> pauses = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      pauses.add(asksAgainAfter(new InvokeOutcome.Failed(InvokeError.THROTTLED, "Rate Exceeded.")));
    }
    assertThat(pauses).hasSizeGreaterThan(5);
  }
}
