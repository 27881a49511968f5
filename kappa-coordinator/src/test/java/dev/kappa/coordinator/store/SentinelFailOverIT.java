package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.RedisException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of batches when Sentinels make a replica the master. */
final class SentinelFailOverIT {
  private static final int SENTINELS = 3;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<RedisProcess> processes = new ArrayList<>();
  private final List<RedisProcess> sentinels = new ArrayList<>();
  private RedisProcess master;
  private RedisProcess replica;

  @BeforeEach
  void start() {
    master = started(RedisProcess.start());
    replica = started(RedisProcess.start("--replicaof", "127.0.0.1", "" + master.port()));
    for (int i = 0; i < SENTINELS; i++) {
      sentinels.add(started(RedisProcess.startSentinel(master.port(), 2)));
    }
    Eventually.holds(
        "all Sentinels know each other and the replica",
        () ->
            sentinels.stream()
                .map(sentinel -> info(sentinel, "sentinel"))
                .allMatch(
                    info -> info.contains("status=ok") && info.contains("slaves=1,sentinels=3")));
    Eventually.holds(
        "the replica follows", () -> info(replica, "replication").contains("link_status:up"));
  }

  private RedisProcess started(RedisProcess process) {
    processes.add(process);
    return process;
  }

  @AfterEach
  void stop() {
    processes.forEach(RedisProcess::close);
    loop.shutdownGracefully().syncUninterruptibly();
  }

  private static String info(RedisProcess process, String section) {
    return process.admin(redis -> redis.info(section));
  }

  private String uri(String name) {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "/0#" + name));
  }

  @Test
  void killedMasterLeavesEachOwnerGoingOnOrRefused() {
    RedisSettings settings =
        RedisSettings.of(uri("main")).withPartitions(2).withCommandTimeout(Duration.ofSeconds(1));
    try (RedisStore store = get(RedisStore.connect(settings, loop))) {
      assertThat(store.describe()).contains("(Sentinels of main)");
      var writers =
          List.of(new BusyWriter(get(store.takeOver(0))), new BusyWriter(get(store.takeOver(1))));
      writers.forEach(BusyWriter::next);
      writers.forEach(writer -> writer.awaitMore(30));

      master.kill();
      writers.forEach(writer -> writer.awaitMore(30));
      assertThat(info(replica, "replication")).contains("role:master");
      master.restart();
      Eventually.holds("the former master follows", this::formerMasterFollows);
      writers.forEach(writer -> writer.awaitMore(30));

      for (int number = 0; number < writers.size(); number++) {
        assertWentOnOrWasRefused(store, number, writers.get(number));
      }
    }
  }

  /** While Sentinels tell it to follow, they cut its connections. */
  private boolean formerMasterFollows() {
    try {
      return info(master, "replication").contains("master_link_status:up");
    } catch (RedisException e) {
      return false;
    }
  }

  private static void assertWentOnOrWasRefused(RedisStore store, int number, BusyWriter writer) {
    BatchResult last = get(writer.stopped());
    Partition next = get(store.takeOver(number));
    var found = StoreContract.load(next, "r");
    if (last == BatchResult.APPLIED) {
      assertThat(found).isEqualTo(writer.expected());
    } else {
      int stored = Integer.parseInt(found.get("h"));
      assertThat(stored).isLessThan(writer.acknowledged());
      assertThat(found).isEqualTo(BusyWriter.after(stored));
    }
    StoreContract.apply(next, StoreContract.put("r", "h", "after"));
  }

  @Test
  void masterThatSentinelsDoNotKnowIsNotReached() {
    assertThatThrownBy(() -> get(RedisStore.connect(RedisSettings.of(uri("other")), loop)))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REDIS_UNREACHABLE))
        .hasMessageContaining("Sentinels of other");
  }
}
