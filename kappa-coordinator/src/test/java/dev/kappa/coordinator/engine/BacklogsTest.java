package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions on several servers: what waits for one must not stop the others. */
final class BacklogsTest {
  private static final int PARTITIONS = 16;
  private static final int BACKLOG = 10_000;
  private static final int MOST = EngineSettings.BACKLOGS * BACKLOG;

  private final ManualLoop loop = new ManualLoop();
  private final SlowStore store = new SlowStore();
  private final TestPlatform platform = new TestPlatform();
  private final Engine engine =
      new Engine(
          loop,
          store.around(new MemoryStore(PARTITIONS, InstantSource.system()).on(loop)),
          platform,
          new Invitations("127.0.0.1", "secret"),
          new EngineSettings(
              CoreSettings.DEFAULT,
              Duration.ofSeconds(30),
              Duration.ofMillis(50),
              4,
              Duration.ofSeconds(30),
              BACKLOG),
          loop.time());

  private int blobs;

  @BeforeEach
  void open() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
  }

  private static Message.FetchBlob fetch(int partition) {
    return new Message.FetchBlob(new AttemptRef(runIn(partition), Handle.ROOT, 1), "b");
  }

  private static String runIn(int partition) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "run" + i)
        .filter(run -> Partitions.numberOf(run, PARTITIONS) == partition)
        .findFirst()
        .orElseThrow();
  }

  /** {@return who stores so many blobs of 1000 bytes, or is slowed before} */
  private TestWorker store(int partition, int most) {
    TestWorker worker = new TestWorker("any", partition);
    AttemptRef attempt = new AttemptRef(runIn(partition), new Handle(0, 0), 1);
    for (int sent = 0; sent < most && !worker.isSlow(); sent++) {
      String name = "0.0-1-1000-" + blobs++ + "-ab";
      engine.workers().putBlob(worker, new Message.PutBlob(attempt, name, new byte[1000]));
    }
    return worker;
  }

  private long waiting() {
    return engine.partitions().all().stream().mapToLong(Owned::backlog).sum();
  }

  private boolean takes(int partition) {
    try {
      engine.overload().refuseIfBacklogged(runIn(partition));
      return true;
    } catch (RuntimeException refused) {
      return false;
    }
  }

  @Test
  void partitionsWhoseStoreIsAwayTakeNothingFromTheOthers() {
    IntStream.range(0, 6).forEach(store::leave);
    IntStream.range(0, 6).forEach(partition -> store(partition, 100));
    assertThat(waiting()).isGreaterThan(MOST).isLessThan(MOST + 6 * 1000);
    assertThat(takes(4)).isFalse();
    assertThat(takes(6)).isTrue();

    store.hold();
    IntStream.range(6, PARTITIONS).forEach(partition -> store(partition, 100));
    assertThat(takes(PARTITIONS - 1)).isFalse();
    assertThat(waiting()).as("bounded all the same").isLessThan(2 * MOST + 12 * 1000);
  }

  @Test
  void whatWaitsStaysBoundedHoweverManyStoresGoOneAfterTheOther() {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      store.leaveUnnoticed(partition);
      store(partition, 100);
      store.leave(partition);
    }
    assertThat(waiting()).isGreaterThan(MOST).isLessThan(2 * MOST + PARTITIONS * 1000);
  }

  @Test
  void workersAreReadAgainWhenItIsKnownThatOthersStoreIsAway() {
    IntStream.range(0, 5).forEach(store::leaveUnnoticed);
    IntStream.range(0, 5).forEach(partition -> store(partition, 9));
    TestWorker other = store(7, 1);
    assertThat(other.isSlow()).isTrue();
    IntStream.range(0, 5).forEach(store::leave);
    loop.pass(1100);
    assertThat(other.isSlow()).isFalse();
  }

  @Test
  void workersAreReadAgainWhenAPartitionIsGoneThatHadTooMuch() {
    store.hold();
    IntStream.range(0, 5).forEach(partition -> store(partition, 9));
    TestWorker other = store(7, 1);
    assertThat(other.isSlow()).isTrue();
    engine.partitions().all().iterator().next().log.fail(null);
    assertThat(other.isSlow()).isFalse();
  }

  @Test
  void deadWorkerIsFoundThoughThoseOfAnotherPartitionAreSlowedAgainAndAgain() {
    var start = new Command.Start("flow", new byte[] {'1'}, 1);
    engine.commands().submit(runIn(1), start, reply -> {});
    loop.pass(10);
    TestWorker dead = new TestWorker(platform.take().id(), 1);
    engine.workers().connected(dead);
    engine.workers().poll(dead, TestWorker.poll());
    loop.pass(10);
    int slowed = 0;
    for (int second = 0; second < 40; second++) {
      store.hold();
      slowed += store(0, 100).isSlow() ? 1 : 0;
      store.let();
      loop.pass(1000);
    }
    assertThat(slowed).isEqualTo(40);
    assertThat(platform.waiting()).as("a worker for the dead one's task").isEqualTo(1);
  }

  @Test
  void blobsAreFetchedThoughThoseOfAnotherPartitionDoNotCome() {
    store.leaveUnnoticed(0);
    TestWorker stuck = new TestWorker("any", 1);
    TestWorker other = new TestWorker("any", 2);
    for (int i = 0; i < 20; i++) {
      engine.workers().blob(stuck, fetch(0));
    }
    assertThat(store.waiting()).isEqualTo(8);
    engine.workers().blob(other, fetch(1));
    loop.pass(1);
    assertThat(other.unread()).isZero();

    store.leave(0);
    loop.pass(1100);
    other.take(Message.Blob.class);
    for (int i = 0; i < 20; i++) {
      engine.workers().blob(other, fetch(1));
    }
    loop.pass(1);
    assertThat(other.unread()).isEqualTo(20);
    assertThat(store.waiting()).as("few at once").isEqualTo(8);
    for (int i = 0; i < 3; i++) {
      store.let();
      loop.pass(1);
    }
    assertThat(stuck.unread()).isEqualTo(20);
  }
}
