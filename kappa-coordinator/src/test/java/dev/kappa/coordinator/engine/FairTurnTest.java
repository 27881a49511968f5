package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Message;
import dev.kappa.wire.Priority;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two invocations at once, and more tasks. */
final class FairTurnTest {
  /** A turn and a pause between two words to workers. */
  private static final long TURN = 5_000 + 30_000 / 9;

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
  }

  private void start(String run) {
    start(run, 3);
  }

  private void start(String run, int level) {
    Priority priority = new Priority(level, "", 0);
    Command start = new Command.Start("flow", "1".getBytes(UTF_8), 1, "", priority);
    engine.commands().submit(run, start, reply -> {});
    loop.pass(10);
  }

  private TestWorker connect(long instance) {
    TestWorker worker = new TestWorker(platform.take().id(), instance);
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

  /** {@return the attempts that were asked for since the last time} */
  private static List<AttemptRef> asked(TestWorker worker) {
    List<AttemptRef> asked =
        worker.alive().stream().map(Message.Alive::giveBack).filter(Objects::nonNull).toList();
    worker.alive().clear();
    return asked;
  }

  @Test
  void taskThatHadItsWorkerForLongGivesWayToOneThatWaits() {
    start("a");
    start("b");
    TestWorker first = connect(1);
    Assignment task = assigned(first);
    TestWorker second = connect(2);
    assigned(second);
    start("c");
    loop.pass(4_000);
    assertThat(asked(first)).isEmpty();
    loop.pass(TURN - 4_000);
    assertThat(asked(first)).isNotEmpty().containsOnly(task.ref());

    engine.workers().commit(first, TestWorker.commit(task, TestWorker.NOTHING, true));
    loop.pass(10);
    first.take(Message.Yielded.class);
    assertThat(assigned(first).ref().run()).isEqualTo("c");
    assertThat(platform.waiting()).isZero();
  }

  @Test
  void lowerPriorityWaitsForSixteenTurnsAndIsThenNext() {
    start("a", 2);
    start("b", 2);
    TestWorker first = connect(1);
    Assignment task = assigned(first);
    TestWorker second = connect(2);
    Assignment other = assigned(second);
    start("c", 4);
    for (int turn = 0; turn < 15; turn++) {
      assertThat(asked(first)).isEmpty();
      loop.pass(5_000);
      engine.workers().heartbeat(first, task.ref());
      engine.workers().heartbeat(second, other.ref());
    }
    loop.pass(5_000 + 2 * 30_000 / 9);
    assertThat(asked(first)).isNotEmpty();

    engine.workers().commit(first, TestWorker.commit(task, TestWorker.NOTHING, true));
    loop.pass(10);
    first.take(Message.Yielded.class);
    assertThat(assigned(first).ref().run()).isEqualTo("c");
  }

  @Test
  void lowestPriorityGivesWayFirst() {
    start("low", 5);
    TestWorker first = connect(1);
    Assignment one = assigned(first);
    start("high", 1);
    TestWorker second = connect(2);
    assigned(second);
    start("c", 1);
    loop.pass(TURN);
    assertThat(asked(first)).isNotEmpty().containsOnly(one.ref());
    assertThat(asked(second)).isEmpty();
  }

  @Test
  void commitsBeginNoNewTurn() {
    start("a");
    start("b");
    TestWorker first = connect(1);
    Assignment task = assigned(first);
    assigned(connect(2));
    start("c");
    long base = task.base();
    for (int i = 1; i <= 10; i++) {
      Continuation next =
          new Continuation(task.depth(), List.of(), TestWorker.NOTHING, 0, 0, Extent.NONE, false);
      Commit commit = new Commit(task.ref(), i, base, next, List.of(), false);
      base = commit.digest();
      engine.workers().commit(first, commit);
      loop.pass(TURN / 10);
      first.take(Message.Committed.class);
    }
    assertThat(asked(first)).isNotEmpty();
  }

  @Test
  void nobodyIsAskedWhileThereIsRoomForAnotherWorker() {
    start("a");
    TestWorker worker = connect(1);
    assigned(worker);
    start("b");
    loop.pass(3 * TURN);
    assertThat(platform.waiting()).isEqualTo(1);
    assertThat(asked(worker)).isEmpty();
  }

  @Test
  void nobodyIsAskedWhileNothingWaits() {
    start("a");
    start("b");
    TestWorker worker = connect(1);
    assigned(worker);
    assigned(connect(2));
    loop.pass(3 * TURN);
    assertThat(asked(worker)).isEmpty();
  }

  @Test
  void theLongestIsAskedFirstAndAnotherIfItIsBusy() {
    start("a");
    start("b");
    TestWorker first = connect(1);
    assigned(first);
    loop.pass(100);
    TestWorker second = connect(2);
    assigned(second);
    start("c");
    loop.pass(6_700);
    assertThat(asked(first)).hasSize(1);
    assertThat(asked(second)).isEmpty();
    loop.pass(30_000 / 9);
    assertThat(asked(first)).hasSize(1);
    assertThat(asked(second)).hasSize(1);
  }
}
