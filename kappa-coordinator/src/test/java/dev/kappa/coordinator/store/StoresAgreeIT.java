package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static dev.kappa.coordinator.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** The store in memory is a true model of the one on Redis, whatever is written. */
final class StoresAgreeIT {
  private static final List<String> RUNS = List.of("a", "b", "c");
  private static final long HOUR = 3_600_000;

  private static final RedisProcess REDIS = RedisProcess.start();
  private static final EventLoopGroup LOOP =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterContainer
  static void stopServer() {
    LOOP.shutdownGracefully().syncUninterruptibly();
    REDIS.close();
  }

  /** What a coordinator, or a worker's upload, does with a store. */
  sealed interface Action {
    record Write(List<Change> changes) implements Action {}

    record Upload(String run, String name) implements Action {}

    record TakeOver() implements Action {}
  }

  @Property(tries = 150)
  void memoryIsATrueModelOfRedis(@ForAll("actions") List<Action> actions) {
    REDIS.admin(RedisCommands::flushall);
    var memory = new MemoryStore(1);
    RedisSettings settings = RedisSettings.of(REDIS.uri()).withPartitions(1);
    try (RedisStore real = get(RedisStore.connect(settings, LOOP))) {
      Partition left = get(memory.takeOver(0));
      Partition right = get(real.takeOver(0));
      for (Action action : actions) {
        switch (action) {
          case Action.Write write ->
              assertThat(get(right.write(write.changes))).isEqualTo(get(left.write(write.changes)));
          case Action.Upload upload -> {
            get(memory.putBlob(0, upload.run, upload.name, bytes(upload.name)));
            get(real.putBlob(0, upload.run, upload.name, bytes(upload.name)));
          }
          case Action.TakeOver again -> {
            left = get(memory.takeOver(0));
            right = get(real.takeOver(0));
          }
        }
        assertThat(contents(right)).isEqualTo(contents(left));
      }
    }
  }

  /** All that can be read, as text. */
  private static String contents(Partition partition) {
    var text = new StringBuilder();
    for (String run : RUNS) {
      text.append(StoreContract.load(partition, run))
          .append(get(partition.blobs(run)))
          .append(Arrays.toString(get(partition.result(run))));
    }
    return text.append(get(partition.due(Long.MAX_VALUE, 100)))
        .append(get(partition.due(3, 2)))
        .append(get(partition.nextWake()))
        .append(get(partition.list(Long.MAX_VALUE, 2)))
        .append(get(partition.list(3, 100)))
        .append(get(partition.headers(RUNS)).keySet())
        .toString();
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<Action> write = changes().list().ofMaxSize(6).map(StoresAgreeIT::write);
    Arbitrary<Action> upload =
        Combinators.combine(runs(), Arbitraries.of("x", "y")).as(Action.Upload::new);
    return Arbitraries.frequencyOf(
            Tuple.of(6, write),
            Tuple.of(2, upload),
            Tuple.of(1, Arbitraries.just(new Action.TakeOver())))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  /** A run does not change after it was retired in the same batch. */
  private static Action write(List<Change> changes) {
    var retired = new HashSet<String>();
    var allowed = new ArrayList<Change>();
    for (Change change : changes) {
      if (!retired.contains(change.run())) {
        allowed.add(change);
      }
      if (change instanceof Change.Retire) {
        retired.add(change.run());
      }
    }
    return new Action.Write(allowed);
  }

  private static Arbitrary<String> runs() {
    return Arbitraries.of(RUNS);
  }

  private static Arbitrary<Change> changes() {
    Arbitrary<String> fields = Arbitraries.of("h", "f1", "f2");
    Arbitrary<Long> times = Arbitraries.of(0L, 1L, 2L, 3L, 1_900_000_000_000L, Long.MAX_VALUE);
    Arbitrary<Change> put =
        Combinators.combine(runs(), fields, Arbitraries.of("1", "2", ""))
            .as((run, field, value) -> new Change.Put(run, field, bytes(value)));
    Arbitrary<Change> retire =
        Combinators.combine(runs(), Arbitraries.of(0L, HOUR))
            .as((run, retention) -> new Change.Retire(run, bytes("end"), retention));
    return Arbitraries.oneOf(
        put,
        put,
        Combinators.combine(runs(), Arbitraries.of("1", "2"))
            .as((run, json) -> new Change.Result(run, bytes(json))),
        Combinators.combine(runs(), fields).as(Change.Remove::new),
        Combinators.combine(runs(), times).as(Change.Wake::new),
        runs().map(Change.Unwake::new),
        Combinators.combine(runs(), Arbitraries.of(1L, 2L, 3L)).as(Change.Listed::new),
        Combinators.combine(runs(), Arbitraries.of("x", "y")).as(Change.DropBlob::new),
        retire);
  }
}
