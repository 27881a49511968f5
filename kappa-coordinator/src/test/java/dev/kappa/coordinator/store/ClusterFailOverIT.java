package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of batches when masters of a Redis Cluster die or slots move. */
final class ClusterFailOverIT {
  private static RedisStore connect(RedisCluster cluster, EventLoopGroup loop) {
    return get(
        RedisStore.connect(
            RedisSettings.of(cluster.uri()).withCommandTimeout(Duration.ofSeconds(1)), loop));
  }

  @Test
  void killedMasterLeavesEachOwnerGoingOnOrRefused() {
    var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (RedisCluster cluster = RedisCluster.start();
        RedisStore store = connect(cluster, loop)) {
      List<BusyWriter> writers =
          IntStream.range(0, store.partitions())
              .mapToObj(number -> new BusyWriter(get(store.takeOver(number))))
              .toList();
      writers.forEach(BusyWriter::next);
      writers.forEach(writer -> writer.awaitMore(30));

      cluster.masters().getFirst().kill();
      Eventually.holds("the replica is a master", () -> RedisCluster.isUp(cluster.replica()));
      writers.forEach(writer -> writer.awaitMore(30));

      for (int number = 0; number < writers.size(); number++) {
        assertWentOnOrWasRefused(store, number, writers.get(number));
      }
    } finally {
      loop.shutdownGracefully().syncUninterruptibly();
    }
  }

  private static void assertWentOnOrWasRefused(RedisStore store, int number, BusyWriter writer) {
    BatchResult last = get(writer.stopped());
    Partition next = get(store.takeOver(number));
    var found = StoreContract.load(next, "r");
    if (last == BatchResult.APPLIED) {
      assertThat(found).isEqualTo(writer.expected());
    } else {
      assertThat(RedisCluster.masterOf(Keys.ofPartition(number).slot())).isZero();
      int stored = Integer.parseInt(found.get("h"));
      assertThat(stored).isLessThan(writer.acknowledged());
      assertThat(found).isEqualTo(BusyWriter.after(stored));
    }
    StoreContract.apply(next, StoreContract.put("r", "h", "after"));
  }

  @Test
  void ownerWhoseBatchesWereLostInAFailOverIsRefused() {
    var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (RedisCluster cluster = RedisCluster.start();
        RedisStore store = connect(cluster, loop)) {
      int number = partitionOfMaster(0);
      var writer = new BusyWriter(get(store.takeOver(number)));
      writer.next();
      writer.awaitMore(30);
      cluster.cutReplicaOff();
      int kept = writer.acknowledged();
      writer.awaitMore(30);
      cluster.masters().getFirst().kill();

      assertThat(get(writer.ended())).isEqualTo(BatchResult.FENCED);
      Partition next = get(store.takeOver(number));
      var found = StoreContract.load(next, "r");
      int stored = Integer.parseInt(found.get("h"));
      assertThat(stored).isBetween(1, kept + 1);
      assertThat(found).isEqualTo(BusyWriter.after(stored));
      StoreContract.apply(next, StoreContract.put("r", "h", "after"));
    } finally {
      loop.shutdownGracefully().syncUninterruptibly();
    }
  }

  @Test
  void ownerFollowsASlotThatMoves() {
    var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (RedisCluster cluster = RedisCluster.start();
        RedisStore store = connect(cluster, loop)) {
      int number = partitionOfMaster(1);
      int slot = Keys.ofPartition(number).slot();
      var writer = new BusyWriter(get(store.takeOver(number)));
      writer.next();
      writer.awaitMore(30);
      cluster.move(slot, 1, 2);
      writer.awaitMore(30);

      assertThat(get(writer.stopped())).isEqualTo(BatchResult.APPLIED);
      assertThat(cluster.masters().get(2).keys())
          .contains("kappa:{p" + number + "}:run:r", "kappa:{p" + number + "}:header");
      assertThat(StoreContract.load(get(store.takeOver(number)), "r")).isEqualTo(writer.expected());
    } finally {
      loop.shutdownGracefully().syncUninterruptibly();
    }
  }

  private static int partitionOfMaster(int master) {
    return IntStream.range(0, 16)
        .filter(number -> RedisCluster.masterOf(Keys.ofPartition(number).slot()) == master)
        .findFirst()
        .orElseThrow();
  }
}
