package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RedisStoreIT extends StoreContract {
  private static RedisProcess redis;
  private static EventLoopGroup loop;
  private RedisStore store;

  @BeforeAll
  static void startServer() {
    redis = RedisProcess.start();
    loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  }

  @AfterAll
  static void stopServer() {
    loop.shutdownGracefully().syncUninterruptibly();
    redis.close();
  }

  @BeforeEach
  void connect() {
    redis.admin(RedisCommands::flushall);
    store = get(RedisStore.connect(settings(), loop));
  }

  @AfterEach
  void disconnect() {
    store.close();
  }

  private static RedisSettings settings() {
    return RedisSettings.of(redis.uri()).withPartitions(PARTITIONS);
  }

  @Override
  Store store() {
    return store;
  }

  @Override
  void pass(long millis) {
    long until = serverMillis() + millis;
    Eventually.holds("the server's clock goes on", () -> serverMillis() > until);
  }

  private static long serverMillis() {
    return redis.admin(
        server -> {
          var time = server.time();
          return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
        });
  }

  @Override
  Set<String> stored() {
    Set<String> keys = redis.keys();
    keys.removeIf(key -> key.equals("kappa:meta") || key.endsWith(":header"));
    return keys;
  }

  @Test
  void probeOfTheServerLeavesNothing() {
    assertThat(redis.keys()).containsExactly("kappa:meta");
  }

  @Test
  void allKeysOfAPartitionShareAHashTag() {
    Partition partition = partition();
    apply(partition, put("r", "h", "1"), new Change.Listed("r", 1), new Change.Wake("r", 0));
    get(store.putBlob(0, "r", "b{x}", bytes("1")));
    assertThat(redis.keys())
        .filteredOn(key -> !key.equals("kappa:meta"))
        .hasSize(6)
        .allMatch(key -> key.startsWith("kappa:{p0}:"));
  }

  @Test
  void scriptsThatTheServerForgotAreSentAgain() {
    Partition partition = partition();
    redis.admin(RedisCommands::scriptFlush);
    apply(partition, put("r", "h", "1"));
    redis.admin(RedisCommands::scriptFlush);
    get(store.putBlob(0, "r", "b", bytes("1")));
    assertThat(get(partition.list(Long.MAX_VALUE, 10))).isEmpty();
    assertThat(load(partition, "r")).isEqualTo(Map.of("h", "1"));
  }

  @Test
  void callbacksRunOnTheGivenLoop() {
    Partition partition = partition();
    var loops = new TreeSet<Boolean>();
    // Attached there, as owners do: what is attached after completion runs where it is attached.
    get(
        CompletableFuture.supplyAsync(() -> chain(partition, loops), loop.next())
            .thenCompose(all -> all));
    assertThat(loops).containsExactly(true);
  }

  private CompletableFuture<Void> chain(Partition partition, Set<Boolean> loops) {
    return partition
        .write(List.of(put("r", "h", "1")))
        .thenCompose(
            result -> {
              loops.add(loop.next().inEventLoop());
              return partition.load("r");
            })
        .thenCompose(
            fields -> {
              loops.add(loop.next().inEventLoop());
              return store.blob(0, "r", "b");
            })
        .thenAccept(blob -> loops.add(loop.next().inEventLoop()));
  }

  @Test
  void blobOfAnUnknownRunIsStoredForTheGraceTime() {
    get(store.putBlob(0, "r", "b", bytes("1")));
    for (String key : stored()) {
      assertThat(redis.timeToLive(key)).isBetween(1L, Store.BLOB_GRACE_MILLIS);
    }
    apply(partition(), put("r", "h", "1"), new Change.Listed("r", 1));
    for (String key : stored()) {
      assertThat(redis.timeToLive(key)).isEqualTo(-1);
    }
  }

  @Test
  void ownerOfAStoreThatLostItsDataIsFenced() {
    Partition partition = partition();
    apply(partition, put("r", "h", "1"));
    redis.admin(RedisCommands::flushall);
    assertThat(get(partition.write(List.of(put("r", "h", "2"))))).isEqualTo(BatchResult.FENCED);
    assertThat(stored()).isEmpty();
    apply(partition(), put("r", "h", "3"));
  }

  @Test
  void secondCoordinatorTakesOverWhatTheFirstWrote() {
    Partition first = partition();
    apply(first, put("r", "h", "1"));
    RedisStore other = get(RedisStore.connect(settings(), loop));
    try (other) {
      Partition second = get(other.takeOver(0));
      assertThat(get(first.write(List.of(put("r", "h", "late"))))).isEqualTo(BatchResult.FENCED);
      assertThat(load(second, "r")).isEqualTo(Map.of("h", "1"));
      apply(second, put("r", "h", "2"));
    }
  }

  @Test
  void largestBlobGoesThrough() {
    byte[] large = new byte[Store.MAX_BLOB_BYTES];
    large[large.length - 1] = 7;
    get(store.putBlob(0, "r", "b", large));
    assertThat(get(store.blob(0, "r", "b"))).isEqualTo(large);
  }
}
