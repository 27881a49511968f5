package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static dev.kappa.coordinator.store.StoreContract.apply;
import static dev.kappa.coordinator.store.StoreContract.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that held the level at the start, and does not any more: commits wait. */
final class LevelHeldIT {
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private RedisProcess redis;
  private RedisStore store;
  private Partition partition;

  /** What is set while it runs does not survive a restart, as if redis.conf had been forgotten. */
  @BeforeEach
  void start() {
    redis = RedisProcess.start("--appendonly", "yes", "--appendfsync", "everysec");
    configure("appendfsync", "always");
    RedisSettings settings = RedisSettings.of(redis.uri()).withDurability(Durability.FSYNC);
    store = get(RedisStore.connect(settings, loop));
    partition = get(store.takeOver(0));
    apply(partition, put("r", "h", "1"));
  }

  @AfterEach
  void stop() {
    store.close();
    redis.close();
    loop.shutdownGracefully().syncUninterruptibly();
  }

  private void configure(String name, String value) {
    redis.admin(server -> server.configSet(name, value));
  }

  private void awaitTrouble(String reason) {
    Eventually.holds(
        reason, () -> store.trouble().filter(text -> text.contains(reason)).isPresent());
    assertThat(store.reachable(0)).isFalse();
  }

  @Test
  void settingThatIsChangedWhileTheServerRunsHoldsCommits() {
    configure("appendfsync", "everysec");
    awaitTrouble("appendfsync is everysec");
    CompletableFuture<BatchResult> held = partition.write(List.of(put("r", "h", "2")));
    awaitTrouble("appendfsync is everysec");
    assertThat(held).isNotDone();
    configure("appendfsync", "always");
    assertThat(get(held)).isEqualTo(BatchResult.APPLIED);
    Eventually.holds("all is well", () -> store.trouble().isEmpty());
  }

  @Test
  void serverThatComesBackWithOtherSettingsIsGivenNoCommits() {
    redis.kill();
    redis.restart();
    awaitTrouble("appendfsync is everysec");
    CompletableFuture<BatchResult> held = partition.write(List.of(put("r", "h", "2")));
    awaitTrouble("appendfsync is everysec");
    assertThat(held).isNotDone();
    assertThat(stored()).isEqualTo("1");
    configure("appendfsync", "always");
    assertThat(get(held)).isEqualTo(BatchResult.APPLIED);
    assertThat(stored()).isEqualTo("2");
  }

  @Test
  void serverThatMayEvictRunsIsGivenNoCommits() {
    configure("maxmemory-policy", "allkeys-lru");
    awaitTrouble("maxmemory-policy is allkeys-lru");
    configure("maxmemory-policy", "noeviction");
    apply(partition, put("r", "h", "2"));
    assertThat(stored()).isEqualTo("2");
  }

  private String stored() {
    return redis.admin(server -> server.hget("kappa:{p0}:run:r", "h"));
  }
}
