package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static dev.kappa.coordinator.store.StoreContract.apply;
import static dev.kappa.coordinator.store.StoreContract.bytes;
import static dev.kappa.coordinator.store.StoreContract.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.FaultyProxy.Fault;
import io.lettuce.core.api.sync.RedisCommands;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is acknowledged at the level {@code replicas:1} is on a replica. */
final class ReplicasIT {
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private RedisProcess master;
  private RedisProcess replica;
  private FaultyProxy proxy;
  private RedisStore store;

  @BeforeEach
  void start() {
    master = RedisProcess.start("--repl-diskless-sync-delay", "0");
    replica = RedisProcess.start("--replicaof", "127.0.0.1", "" + master.port());
    awaitReplica();
    proxy = new FaultyProxy(master.port(), Script.WRITE);
    store = connect(proxy.port(), Durability.replicas(1));
  }

  private void awaitReplica() {
    Eventually.holds(
        "the replica follows",
        () -> {
          String info = master.admin(redis -> redis.info("replication"));
          return info.contains("state=online");
        });
  }

  private RedisStore connect(int port, Durability durability) {
    RedisSettings settings =
        RedisSettings.of("redis://127.0.0.1:" + port)
            .withDurability(durability)
            .withCommandTimeout(Duration.ofSeconds(2));
    return get(RedisStore.connect(settings, loop));
  }

  @AfterEach
  void stop() {
    store.close();
    proxy.close();
    replica.close();
    master.close();
    loop.shutdownGracefully().syncUninterruptibly();
  }

  @Test
  void whatWasAcknowledgedBeforeTheMasterDiedIsOnTheReplica() {
    var writers =
        List.of(new BusyWriter(get(store.takeOver(0))), new BusyWriter(get(store.takeOver(1))));
    writers.forEach(BusyWriter::next);
    writers.forEach(writer -> writer.awaitMore(50));
    get(store.putBlob(0, "r", "b", bytes("blob")));
    master.kill();
    Eventually.holds("the loss is seen", () -> !store.reachable());
    replica.admin(RedisCommands::replicaofNoOne);

    try (RedisStore other = connect(replica.port(), Durability.REDIS)) {
      for (int number = 0; number < writers.size(); number++) {
        var found = StoreContract.load(get(other.takeOver(number)), "r");
        int stored = Integer.parseInt(found.get("h"));
        int acknowledged = writers.get(number).acknowledged();
        assertThat(stored).isBetween(acknowledged, acknowledged + 1);
        assertThat(found).isEqualTo(BusyWriter.after(stored));
      }
      assertThat(get(other.blob(0, "r", "b"))).isEqualTo(bytes("blob"));
    }
  }

  @Test
  void batchWaitsForAReplicaAndIsAppliedOnce() {
    Partition partition = get(store.takeOver(0));
    apply(partition, put("r", "h", "1"));
    replica.kill();
    CompletableFuture<BatchResult> pending = partition.write(List.of(put("r", "h", "2")));
    Eventually.holds("the missing replica is seen", () -> !store.reachable());
    assertThat(pending).isNotDone();
    replica.restart();

    assertThat(get(pending)).isEqualTo(BatchResult.APPLIED);
    assertThat(StoreContract.load(partition, "r")).containsEntry("h", "2");
    assertThat(valueOnReplica()).isEqualTo("2");
  }

  @Test
  void batchWhoseReplyWasLostIsConfirmedOnTheNewConnection() {
    Partition partition = get(store.takeOver(0));
    proxy.next(Fault.LOSE_REPLY);
    apply(partition, put("r", "h", "1"));
    assertThat(proxy.allHappened()).isTrue();
    assertThat(valueOnReplica()).isEqualTo("1");
  }

  @Test
  void takeOverWaitsUntilAReplicaHasWhatTheOwnerBeforeWrote() {
    try (RedisStore other = connect(master.port(), Durability.replicas(1))) {
      Partition former = get(store.takeOver(0, "former"));
      apply(former, put("r", "h", "1"));
      replica.pause();
      CompletableFuture<BatchResult> unconfirmed = former.write(List.of(put("r", "h", "2")));
      Eventually.holds("the batch is on the master", () -> valueOn(master).equals("2"));

      store.close();
      Eventually.holds("the owner is gone", unconfirmed::isCompletedExceptionally);

      CompletableFuture<Partition> taken = other.takeOver(0, "next");
      awaitConfirmationsAskedFor(2);
      assertThat(taken).isNotDone();
      replica.resume();

      assertThat(StoreContract.load(get(taken), "r")).containsEntry("h", "2");
      assertThat(valueOnReplica()).isEqualTo("2");
    }
  }

  @Test
  void takeOverWhoseReplyWasLostIsConfirmedOnTheNewConnection() {
    try (var losing = new FaultyProxy(master.port(), Script.TAKE_OVER);
        RedisStore other = connect(losing.port(), Durability.replicas(1))) {
      apply(get(store.takeOver(0, "former")), put("r", "h", "1"));
      replica.pause();
      losing.next(Fault.LOSE_REPLY);
      CompletableFuture<Partition> taken = other.takeOver(0, "next");
      Eventually.holds("the reply is lost", losing::allHappened);
      awaitConfirmationsAskedFor(2);
      assertThat(taken).isNotDone();
      replica.resume();

      assertThat(StoreContract.load(get(taken), "r")).containsEntry("h", "1");
      assertThat(replica.<String>admin(redis -> redis.hget("kappa:{p0}:header", "owner")))
          .startsWith("next/");
    }
  }

  private void awaitConfirmationsAskedFor(int more) {
    int before = confirmationsAskedFor();
    Eventually.holds("it is asked again", () -> confirmationsAskedFor() >= before + more);
  }

  private int confirmationsAskedFor() {
    String info = master.admin(redis -> redis.info("commandstats"));
    return info.lines()
        .filter(line -> line.startsWith("cmdstat_wait:calls="))
        .map(line -> line.split("[=,]", 3)[1])
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private static String valueOn(RedisProcess server) {
    return server.admin(redis -> redis.hget("kappa:{p0}:run:r", "h"));
  }

  private String valueOnReplica() {
    return valueOn(replica);
  }
}
