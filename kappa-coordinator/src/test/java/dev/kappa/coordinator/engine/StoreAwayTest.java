package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What clients are told while the store can't be reached. */
final class StoreAwayTest {
  private static final int PARTITIONS = 16;

  private final ManualLoop loop = new ManualLoop();
  private final SlowStore store = new SlowStore();
  private final MemoryStore memory = new MemoryStore(PARTITIONS, InstantSource.system());
  private final TestPlatform platform = new TestPlatform();
  private final Engine engine =
      new Engine(
          loop,
          store.around(memory.on(loop)),
          platform,
          new Invitations("127.0.0.1", "secret"),
          EngineSettings.of(4),
          loop.time());

  @Test
  void whatCouldOnlyWaitInMemoryIsRefused() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    engine
        .commands()
        .submit("here", new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
    store.leave(Partitions.numberOf("elsewhere", PARTITIONS));
    assertThatCode(() -> engine.overload().refuseIfAway("on another server"))
        .doesNotThrowAnyException();
    assertThatCode(() -> engine.overload().refuseIfAway("here")).doesNotThrowAnyException();
    assertThatThrownBy(() -> engine.overload().refuseIfAway("elsewhere"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REDIS_UNREACHABLE));
  }

  @Test
  void clientIsToldSoonThatWhatIsStoredCannotBeReadNow() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    store.leave(Partitions.numberOf("run", PARTITIONS));
    var answer = new EngineRuns(loop, engine, new Application(platform)).find("run");
    loop.pass(1_900);
    assertThat(answer).isNotDone();
    loop.pass(200);
    assertThat(answer)
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REDIS_UNREACHABLE));
  }

  @Test
  void workersOfRunsThatAreStoredElsewhereAreStillMissed() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    for (String run : List.of("away", "there")) {
      engine.commands().submit(run, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
      loop.pass(10);
      TestWorker worker = new TestWorker(platform.take().id(), 1);
      engine.workers().connected(worker);
      engine.workers().poll(worker, TestWorker.poll());
      loop.pass(10);
    }
    int away = Partitions.numberOf("away", PARTITIONS);
    assertThat(Partitions.numberOf("there", PARTITIONS)).isNotEqualTo(away);
    store.leave(away);
    loop.pass(EngineSettings.of(1).lease().toMillis() + 2_000);
    // Another worker is called for the one task alone.
    assertThat(platform.waiting()).isEqualTo(1);
    TestWorker next = new TestWorker(platform.take().id(), 2);
    engine.workers().connected(next);
    engine.workers().poll(next, TestWorker.poll());
    loop.pass(10);
    next.take(Message.Welcome.class);
    assertThat(next.take(Message.Assigned.class).assignment().ref().run()).isEqualTo("there");
  }

  @Test
  void runsThatAreDueDoNotWaitForThoseWhoseStoreIsAway() {
    List<String> runs = IntStream.range(0, 400).mapToObj(i -> "run" + i).toList();
    runs.forEach(this::put);
    store.leaveUnnoticed(3);
    var unused = engine.open(TestSeats.alone());
    loop.pass(500);
    assertThat(loaded()).isLessThan(400 - store.waiting());
    store.leave(3);
    loop.pass(3_000);
    List<String> there =
        runs.stream().filter(run -> Partitions.numberOf(run, PARTITIONS) != 3).toList();
    assertThat(loaded()).isEqualTo(there.size());
  }

  private long loaded() {
    return engine.partitions().all().stream()
        .flatMap(partition -> partition.runs.values().stream())
        .filter(LoadedRun::loaded)
        .count();
  }

  private void put(String run) {
    Command start = new Command.Start("flow", "1".getBytes(UTF_8), 1);
    var before = memory.on(loop).takeOver(Partitions.numberOf(run, PARTITIONS));
    loop.pass(1);
    before.join().write(new Core(CoreSettings.DEFAULT).apply(run, null, start, 1).changes());
    loop.pass(1);
  }
}
