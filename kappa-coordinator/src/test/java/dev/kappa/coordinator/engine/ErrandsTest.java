package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.RunId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How other runs are started and heard of, in a time that the test makes pass. */
final class ErrandsTest {
  private static final String RUN = "run";
  private static final Handle OTHER = new Handle(1, 1);
  private static final String ID = RunId.of("key 1");
  private static final String START = "start key 1 with 7";

  private final ManualLoop loop = new ManualLoop();
  private final TestPlatform platform = new TestPlatform();
  private final AskedRuns others = new AskedRuns();
  private final MemoryStore store = new MemoryStore(1, InstantSource.system());
  private final Engine engine = engine();

  private Engine engine() {
    EngineSettings settings =
        new EngineSettings(
            CoreSettings.DEFAULT,
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            10,
            Duration.ofSeconds(30),
            10_000_000);
    return new Engine(
        loop,
        store.on(loop),
        platform,
        new Invitations("127.0.0.1", "secret"),
        settings,
        loop.time());
  }

  private void open(Engine opened, AskedRuns asked) {
    var unused = opened.open(TestSeats.alone());
    opened.everywhere(asked);
    loop.pass(10);
  }

  @BeforeEach
  void open() {
    open(engine, others);
    engine.commands().submit(RUN, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
  }

  private Assignment assigned(long instance) {
    TestWorker worker = new TestWorker(platform.take().id(), instance);
    engine.workers().connected(worker);
    engine.workers().poll(worker, TestWorker.poll());
    loop.pass(10);
    worker.take(Message.Welcome.class);
    return worker.take(Message.Assigned.class).assignment();
  }

  /** The root starts some and waits for the first. */
  private void startAndAwait(int count) {
    Assignment root = assigned(1);
    commitAndAwait(root, starts(count));
  }

  private static List<Operation> starts(int count) {
    List<Operation> operations = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      operations.add(
          new Operation.StartRun(new Handle(1, i), "key " + i, "bill", "7".getBytes(UTF_8)));
    }
    return operations;
  }

  private void commitAndAwait(Assignment root, List<Operation> operations) {
    int made = operations.size();
    Continuation rest =
        new Continuation(0, List.of(), new Next.Await(OTHER), made, 0, Extent.NONE, false);
    Commit commit = new Commit(root.ref(), 1, root.base(), rest, operations, false);
    engine.commands().submit(RUN, new Command.Committed(commit, 1), reply -> {});
    loop.pass(10);
  }

  private void answer(String question, RunStatus status) {
    AskedRuns.Asked asked = others.take();
    assertThat(asked.what()).isEqualTo(question);
    asked.answer().complete(AskedRuns.view(ID, status, "42"));
    loop.pass(10);
  }

  private void fail(String question, ErrorCode code) {
    AskedRuns.Asked asked = others.take();
    assertThat(asked.what()).isEqualTo(question);
    asked.answer().completeExceptionally(new KappaException(code, "no"));
    loop.pass(10);
  }

  @Test
  void otherIsStartedAndAskedUntilItHasEnded() {
    startAndAwait(1);
    answer(START, RunStatus.RUNNING);
    assertThat(others.waiting()).isZero();
    loop.pass(100);
    answer("find " + ID, RunStatus.RUNNING);
    loop.pass(200);
    answer("find " + ID, RunStatus.SUCCEEDED);
    assertThat(assigned(2).next())
        .isInstanceOfSatisfying(
            Next.Json.class, n -> assertThat(new String(n.json(), UTF_8)).isEqualTo("42"));
    loop.pass(60_000);
    assertThat(others.waiting()).isZero();
  }

  @Test
  void whatDoesNotAnswerIsAskedAgainTheSame() {
    startAndAwait(1);
    for (int i = 0; i < 5; i++) {
      fail(START, ErrorCode.OVERLOADED);
      assertThat(others.waiting()).as("at once").isZero();
      loop.pass(10_000);
    }
    answer(START, RunStatus.SUCCEEDED);
    assertThat(assigned(2).next()).isInstanceOf(Next.Json.class);
  }

  @Test
  void refusalIsHeardByWhoAwaits() {
    startAndAwait(1);
    fail(START, ErrorCode.IDEMPOTENCY_CONFLICT);
    assertThat(assigned(2).next())
        .isInstanceOfSatisfying(
            Next.Raising.class, n -> assertThat(n.failure().code()).isEqualTo("KAPPA-107"));
  }

  @Test
  void starterLeavesMemoryAndHearsAllTheSame() {
    startAndAwait(1);
    answer(START, RunStatus.RUNNING);
    for (int i = 0; i < 40; i++) {
      loop.pass(10_000);
      answer("find " + ID, RunStatus.RUNNING);
    }
    assertThat(engine.partitions().loaded(RUN)).isNull();
    loop.pass(10_000);
    answer("find " + ID, RunStatus.SUCCEEDED);
    assertThat(assigned(2).next()).isInstanceOf(Next.Json.class);
  }

  @Test
  void oneThatEndsHereIsAskedAtOnce() {
    startAndAwait(1);
    answer(START, RunStatus.RUNNING);
    loop.pass(100);
    answer("find " + ID, RunStatus.RUNNING);
    engine.errands().ended(ID);
    loop.pass(1);
    answer("find " + ID, RunStatus.SUCCEEDED);
    assertThat(assigned(2).next()).isInstanceOf(Next.Json.class);
  }

  @Test
  void nextOwnerSignalsNoRunThatIsStillToBeStarted() {
    int count = 40;
    List<Operation> operations = starts(count);
    for (int i = 1; i <= count; i++) {
      String other = RunId.of("key " + i);
      operations.add(
          new Operation.SignalRun(new Handle(1, count + i), other, "go", "1".getBytes(UTF_8)));
    }
    commitAndAwait(assigned(1), operations);
    var closed = engine.close();
    loop.pass(10);
    AskedRuns asked = new AskedRuns();
    open(engine(), asked);

    assertThat(closed).isCompleted();
    assertThat(asked.waiting()).isEqualTo(count);
    for (int i = 1; i <= count; i++) {
      assertThat(asked.take().what()).startsWith("start key");
    }
  }

  @Test
  void onlySoManyAnswersAreWaitedForAtOnce() {
    startAndAwait(1000);
    assertThat(others.waiting()).isEqualTo(256);
    answer(START, RunStatus.RUNNING);
    assertThat(others.waiting()).isEqualTo(256);
  }
}
