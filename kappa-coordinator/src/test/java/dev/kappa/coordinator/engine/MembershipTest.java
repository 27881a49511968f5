package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.store.Formats;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Message;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several coordinators on one store, in a time of their own. */
final class MembershipTest {
  private static final int PARTITIONS = 16;
  private static final int NOW = Formats.CURRENT.newest();
  private static final Formats OLDER =
      new Formats(Formats.CURRENT.oldest(), Formats.CURRENT.newest() - 1);
  private static final long LEASE = 5_000;

  private final ManualLoop world = new ManualLoop();
  private final MemoryStore store =
      new MemoryStore(PARTITIONS, () -> Instant.ofEpochMilli(world.time().now()));
  private final SlowStore slow = new SlowStore();
  private final List<Coordinator> all = new ArrayList<>();

  /** A coordinator of the test. */
  private final class Coordinator {
    final FreezableLoop loop = new FreezableLoop(world);
    final TestPlatform platform = new TestPlatform();
    final Engine engine =
        new Engine(
            loop,
            withKeys(slow.around(store.on(loop))),
            platform,
            new Invitations("127.0.0.1", store.secret()),
            EngineSettings.of(4),
            world.time());
    final CompletableFuture<Void> opened;
    boolean lacksKeys;
    ErrorCode why = ErrorCode.UNKNOWN_KEY;

    /** Takes nothing over while it lacks the keys. */
    private Store withKeys(Store store) {
      return (Store)
          Proxy.newProxyInstance(
              Store.class.getClassLoader(),
              new Class<?>[] {Store.class},
              (proxy, method, arguments) ->
                  lacksKeys && method.getName().equals("takeOver")
                      ? CompletableFuture.failedFuture(new KappaException(why, "not here"))
                      : method.invoke(store, arguments));
    }

    Coordinator(Seat seat) {
      opened = engine.open(seat);
      all.add(this);
    }

    Coordinator(String id) {
      this(TestSeats.among(id));
    }

    int share() {
      return engine.partitions().all().size();
    }

    boolean has(String run) {
      return !engine.peers().haveTaken(run);
    }

    Reply submit(String run, Command command) {
      CompletableFuture<Reply> reply = new CompletableFuture<>();
      engine.commands().submit(run, command, reply::complete);
      world.pass(10);
      return reply.join();
    }

    TestWorker come() {
      TestWorker worker = new TestWorker(platform.take().id(), 1);
      engine.workers().connected(worker);
      world.pass(1);
      worker.take(Message.Welcome.class);
      return worker;
    }

    TestWorker connect(String invocation, long instance) {
      TestWorker worker = new TestWorker(invocation, instance);
      engine.workers().connected(worker);
      world.pass(1);
      worker.take(Message.Welcome.class);
      return worker;
    }

    Assignment assigned(TestWorker worker) {
      engine.workers().poll(worker, TestWorker.poll());
      world.pass(10);
      return worker.take(Message.Assigned.class).assignment();
    }
  }

  private static Command start() {
    return new Command.Start("flow", "1".getBytes(UTF_8), 1);
  }

  private String runOf(Coordinator coordinator) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "run" + i)
        .filter(coordinator::has)
        .findFirst()
        .orElseThrow();
  }

  /** Nobody has what another has, and nothing is without an owner. */
  private void demandAllIsShared(Coordinator... among) {
    for (int i = 0; i < 100; i++) {
      String run = "run" + i;
      assertThat(all.stream().filter(it -> it.has(run)).count()).isEqualTo(1);
    }
    for (Coordinator it : among) {
      assertThat(it.share()).isBetween(PARTITIONS / among.length, PARTITIONS / among.length + 1);
    }
  }

  @Test
  void firstHasAllAtOnce() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    assertThat(a.opened).isCompleted();
    assertThat(a.share()).isEqualTo(PARTITIONS);
  }

  @Test
  void whoJoinsHasItsShareSoonAndRunsGoOn() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    for (int i = 0; i < 50; i++) {
      a.submit("run" + i, start());
    }
    Coordinator b = new Coordinator("b");
    Coordinator c = new Coordinator("c");
    world.pass(2 * LEASE);
    demandAllIsShared(a, b, c);
    for (Coordinator it : all) {
      String run = runOf(it);
      assertThat(it.engine.reads().header(run).join().workflow()).isEqualTo("flow");
      assertThat(it.platform.waiting()).isPositive();
    }
  }

  @Test
  void workersHearOfCoordinatorsThatJoinLater() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    a.submit("run", start());
    TestWorker worker = a.come();
    Coordinator b = new Coordinator("b");
    world.pass(2 * LEASE);
    demandAllIsShared(a, b);
    assertThat(worker.alive().getLast().peers()).isEqualTo(a.engine.peers().addresses()).hasSize(1);
  }

  @Test
  void whoDiesIsReplacedWhenItsLeaseIsOver() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    Coordinator b = new Coordinator("b");
    world.pass(2 * LEASE);
    String run = runOf(b);
    assertThat(b.submit(run, start())).isInstanceOf(Reply.Started.class);
    b.loop.freeze();
    world.pass(LEASE - LEASE / 10 - 100);
    assertThat(a.has(run)).isFalse();
    world.pass(LEASE / 10 * 3);
    assertThat(a.has(run)).isTrue();
    assertThat(a.share()).isEqualTo(PARTITIONS);
    assertThat(a.engine.reads().header(run).join().workflow()).isEqualTo("flow");
  }

  @Test
  void whoWaitsForARunThatIsNotInMemoryIsSentAwayWhenItMoves() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    List<CompletableFuture<RunHeader>> watchers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      watchers.add(a.engine.watchers().add("run" + i));
    }
    Coordinator b = new Coordinator("b");
    world.pass(2 * LEASE);
    for (int i = 0; i < 50; i++) {
      assertThat(watchers.get(i).isCompletedExceptionally()).isEqualTo(b.has("run" + i));
    }
  }

  @Test
  void workersOfTheDeadAreNotWaitedForThoughTheAnswerToATakeOverWasLost() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    Coordinator b = new Coordinator("b");
    world.pass(2 * LEASE);
    String run = runOf(b);
    b.submit(run, start());
    b.assigned(b.come());
    slow.loseTakeOvers();
    b.loop.freeze();
    world.pass(2 * LEASE);
    assertThat(a.has(run)).isFalse();
    slow.let();
    world.pass(LEASE);
    assertThat(a.has(run)).isTrue();
    assertThat(a.assigned(a.come()).ref().run()).isEqualTo(run);
  }

  @Test
  void ownerThatWokeTooLateSaysNothing() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    Coordinator b = new Coordinator("b");
    world.pass(2 * LEASE);
    String run = runOf(b);
    b.submit(run, start());
    TestWorker worker = b.come();
    b.engine.workers().poll(worker, TestWorker.poll());
    b.loop.freeze();
    world.pass(2 * LEASE);
    assertThat(worker.unread()).isZero();
    TestWorker other = a.come();
    assertThat(a.assigned(other).ref().run()).isEqualTo(run);

    b.loop.thaw();
    world.pass(2 * LEASE);
    assertThat(worker.isClosed()).isTrue();
    assertThat(worker.unread()).isZero();
    demandAllIsShared(a, b);
  }

  @Test
  void ownerThatNobodyReplacedGoesOnWhereItWas() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    a.submit("run", start());
    TestWorker worker = a.come();
    Assignment task = a.assigned(worker);
    a.loop.freeze();
    world.pass(3 * LEASE);
    a.loop.thaw();
    a.engine.workers().commit(worker, TestWorker.commit(task));
    world.pass(2_000);
    assertThat(worker.isClosed()).isFalse();
    worker.take(Message.Committed.class);
    assertThat(a.share()).isEqualTo(PARTITIONS);
  }

  @Test
  void readsAreRefusedAtOnceThatWouldWaitForAStoreThatIsAway() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    a.submit("run", start());
    int silent = Partitions.numberOf("run", PARTITIONS);
    a.loop.freeze();
    world.pass(3 * LEASE);
    slow.holdReaffirmationsOf(silent);
    a.loop.thaw();
    world.pass(LEASE);
    assertThat(a.engine.reads().header("run")).as("it may answer soon").isNotDone();
    slow.leave(silent);
    assertThat(a.engine.reads().header("run")).isCompletedExceptionally();
  }

  @Test
  void partitionThatTheStoreDoesNotAnswerForKeepsNoOtherWaiting() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    a.submit("run", start());
    String other = "another run";
    int silent = Partitions.numberOf("run", PARTITIONS);
    assertThat(Partitions.numberOf(other, PARTITIONS)).isNotEqualTo(silent);
    a.loop.freeze();
    world.pass(3 * LEASE);
    slow.holdReaffirmationsOf(silent);
    a.loop.thaw();
    world.pass(LEASE);
    assertThat(a.submit(other, start())).isInstanceOf(Reply.Started.class);
    assertThat(a.engine.reads().header(other)).isCompleted();
    CompletableFuture<Reply> unsaid = new CompletableFuture<>();
    a.engine.commands().submit("run", new Command.Cancel(), unsaid::complete);
    CompletableFuture<RunHeader> header = a.engine.reads().header("run");
    world.pass(3 * LEASE);
    assertThat(unsaid).isNotDone();
    assertThat(header).isNotDone();
    // It is heard of all the time.
    Coordinator b = new Coordinator("b");
    world.pass(LEASE / 5);
    assertThat(b.engine.peers().addresses()).hasSize(1);

    slow.let();
    world.pass(10);
    assertThat(unsaid).isCompleted();
    assertThat(header).isCompleted();
  }

  @Test
  void workerOfARunThatMovedIsToldWhereAndGoesOnThere() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    for (int i = 0; i < 30; i++) {
      a.submit("run" + i, start());
    }
    TestWorker worker = a.come();
    Assignment task = a.assigned(worker);
    // Others come until the run has moved.
    String run = task.ref().run();
    for (int i = 0; a.has(run); i++) {
      var unused = new Coordinator("other" + i);
      world.pass(2 * LEASE);
    }
    assertThat(worker.isClosed()).isTrue();
    Coordinator owner = all.stream().filter(it -> it.has(run)).findFirst().orElseThrow();

    TestWorker again = a.connect("its invocation", 1);
    a.engine.workers().commit(again, TestWorker.commit(task));
    world.pass(10);
    Message.Address there = again.take(Message.Moved.class).to();
    assertThat(there)
        .isEqualTo(
            new Message.Address(
                all.indexOf(owner) == 0 ? "a" : "other" + (all.indexOf(owner) - 1), 81));
    TestWorker moved = owner.connect("its invocation", 1);
    owner.engine.workers().commit(moved, TestWorker.commit(task));
    world.pass(10);
    moved.take(Message.Committed.class);

    TestWorker lost = a.connect("its invocation", 1);
    a.engine.workers().heartbeat(lost, task.ref());
    world.pass(10);
    lost.take(Message.Moved.class);
  }

  @Test
  void whoLacksTheKeysOfPartitionsLeavesAllToOthersUntilItHasThem() {
    Coordinator a = new Coordinator("a");
    Coordinator b = new Coordinator("b");
    Coordinator c = new Coordinator("c");
    world.pass(3 * LEASE);
    demandAllIsShared(a, b, c);
    b.lacksKeys = true;
    a.loop.freeze();
    world.pass(3 * LEASE);
    assertThat(b.share()).isZero();
    assertThat(c.share()).isEqualTo(PARTITIONS);

    b.lacksKeys = false;
    world.pass(30_000 + 2 * LEASE);
    assertThat(b.share()).isEqualTo(PARTITIONS / 2);
    assertThat(c.share()).isEqualTo(PARTITIONS - PARTITIONS / 2);
  }

  @Test
  void whoLacksTheKeysAgainStandsBackForTwiceAsLong() {
    Coordinator a = new Coordinator("a");
    Coordinator b = new Coordinator("b");
    Coordinator c = new Coordinator("c");
    world.pass(3 * LEASE);
    b.lacksKeys = true;
    a.loop.freeze();
    world.pass(3 * LEASE);
    assertThat(c.share()).isEqualTo(PARTITIONS);

    world.pass(30_000);
    b.lacksKeys = false;
    world.pass(40_000);
    assertThat(b.share()).as("failed a second time: 60 s").isZero();
    assertThat(c.share()).isEqualTo(PARTITIONS);
    world.pass(30_000);
    assertThat(b.share()).isEqualTo(PARTITIONS / 2);
  }

  @Test
  void whoAloneCanNotReachTheKeysLeavesAllToOthers() {
    Coordinator a = new Coordinator("a");
    Coordinator b = new Coordinator("b");
    Coordinator c = new Coordinator("c");
    world.pass(3 * LEASE);
    b.why = ErrorCode.KEYS_UNREACHABLE;
    b.lacksKeys = true;
    a.loop.freeze();
    world.pass(3 * LEASE);
    assertThat(b.share()).isZero();
    assertThat(c.share()).isEqualTo(PARTITIONS);
  }

  @Test
  void whoIsAloneAndCanNotReachTheKeysTriesAgainEachHalfMinute() {
    Coordinator a = new Coordinator("a");
    Coordinator b = new Coordinator("b");
    world.pass(3 * LEASE);
    b.why = ErrorCode.KEYS_UNREACHABLE;
    b.lacksKeys = true;
    a.loop.freeze();
    world.pass(300_000);
    assertThat(b.share()).isEqualTo(PARTITIONS / 2);
    b.lacksKeys = false;
    world.pass(30_000 + 2 * LEASE);
    assertThat(b.share()).isEqualTo(PARTITIONS);
  }

  @Test
  void whoIsLeftWithoutTheKeysKeepsWhatItHas() {
    Coordinator a = new Coordinator("a");
    Coordinator b = new Coordinator("b");
    world.pass(3 * LEASE);
    int before = b.share();
    b.lacksKeys = true;
    a.loop.freeze();
    world.pass(10 * LEASE);
    assertThat(b.share()).isEqualTo(before);
    String run = runOf(b);
    assertThat(b.submit(run, start())).isInstanceOf(Reply.Started.class);
  }

  @Test
  void whoDrainsGivesAllAwayAndIsForgotten() {
    Coordinator a = new Coordinator("a");
    Coordinator b = new Coordinator("b");
    world.pass(2 * LEASE);
    demandAllIsShared(a, b);
    CompletableFuture<Void> drained = a.engine.drain(Duration.ofSeconds(20));
    world.pass(3_000);
    assertThat(drained).isCompleted();
    assertThat(a.share()).isZero();
    assertThat(b.share()).isEqualTo(PARTITIONS);
    a.engine.close();
    world.pass(1_000);
    assertThat(b.engine.peers().addresses()).isEmpty();
  }

  @Test
  void drainWaitsForWorkers() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    a.submit("run", start());
    a.come();
    new Coordinator("b");
    world.pass(2 * LEASE);
    CompletableFuture<Void> drained = a.engine.drain(Duration.ofSeconds(20));
    world.pass(15_000);
    assertThat(drained).isNotCompleted();
    world.pass(5_000);
    assertThat(drained).isCompleted();
  }

  @Test
  void lastOneDoesNotWaitForAnyone() {
    Coordinator a = new Coordinator("a");
    world.pass(1_000);
    assertThat(a.engine.drain(Duration.ofSeconds(20))).isCompleted();
  }

  @Test
  void whoIsAloneTakesAllFromTheDeadAtOnce() {
    Coordinator dead = new Coordinator("dead");
    world.pass(10);
    dead.loop.freeze();
    Coordinator alone =
        new Coordinator(
            Seat.of(URI.create("http://127.0.0.1:1"), "127.0.0.1:1", Seat.USUAL_LEASE, true));
    world.pass(10);
    assertThat(alone.share()).isEqualTo(PARTITIONS);
  }

  @Test
  void olderReleaseIsRefusedByWhatANewerOneWrote() {
    reading("new", new Formats(NOW, NOW + 1));
    world.pass(10);
    Coordinator old = new Coordinator("old");
    world.pass(10);
    assertFormatRefused(old, NOW + 1, Formats.CURRENT);
  }

  @Test
  void olderAndNewerReleaseShareAStoreAndGoOnWithEachOthersRuns() {
    Coordinator older = reading("older", OLDER);
    world.pass(10);
    Coordinator newer = new Coordinator("newer");
    world.pass(2 * LEASE);
    demandAllIsShared(older, newer);
    String run = runOf(newer);
    newer.submit(run, start());
    assertThat(formatsOf(run, newer)).containsOnly(OLDER.newest());
    newer.loop.freeze();
    world.pass(2 * LEASE);
    assertThat(older.submit(run, start())).isEqualTo(new Reply.Started(false));
    older.loop.freeze();
    Coordinator another = new Coordinator("another");
    world.pass(2 * LEASE);
    assertThat(another.submit(run, start())).isEqualTo(new Reply.Started(false));
  }

  @Test
  void newestFormatIsWrittenOnceTheLastOlderReleaseHasLeft() {
    Coordinator older = reading("older", OLDER);
    world.pass(10);
    Coordinator newer = new Coordinator("newer");
    world.pass(2 * LEASE);
    String run = runOf(newer);
    newer.submit(run, start());
    assertThat(formatsOf(run, newer)).containsOnly(OLDER.newest());
    older.engine.close();
    world.pass(2 * LEASE);
    newer.submit(run, new Command.Cancel());
    assertThat(formatsOf(run, newer)).contains(NOW);
    Coordinator late = reading("late", OLDER);
    world.pass(10);
    assertFormatRefused(late, NOW, OLDER);
  }

  private List<Integer> formatsOf(String run, Coordinator owner) {
    CompletableFuture<List<Integer>> formats =
        Objects.requireNonNull(owner.engine.partitions().ownerOf(run))
            .partition
            .load(run)
            .thenApply(all -> all.values().stream().map(entity -> (int) entity[0]).toList());
    world.pass(10);
    return formats.join();
  }

  @Test
  void releaseThatReadsOnlyAnotherFormatIsRefusedBesideThisOne() {
    Coordinator now = new Coordinator("now");
    world.pass(10);
    Coordinator older = reading("older", new Formats(NOW - 1, NOW - 1));
    Coordinator newer = reading("newer", new Formats(NOW + 1, NOW + 1));
    world.pass(10);
    assertFormatRefused(older, NOW, new Formats(NOW - 1, NOW - 1));
    assertFormatRefused(newer, NOW, new Formats(NOW + 1, NOW + 1));
    assertThat(now.share()).isEqualTo(PARTITIONS);
  }

  private Coordinator reading(String id, Formats formats) {
    Seat seat = TestSeats.among(id);
    return new Coordinator(
        new Seat(seat.id(), seat.api(), seat.worker(), seat.lease(), false, formats));
  }

  private static void assertFormatRefused(Coordinator refused, int stored, Formats reads) {
    assertThat(refused.opened)
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_STORE))
        .withMessageContaining(
            "format %d (expected: %d to %d)".formatted(stored, reads.oldest(), reads.newest()));
    assertThat(refused.share()).isZero();
  }
}
