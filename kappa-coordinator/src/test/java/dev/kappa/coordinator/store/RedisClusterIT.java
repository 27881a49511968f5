package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import io.lettuce.core.api.sync.RedisCommands;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store on a Redis Cluster does what every store does. */
final class RedisClusterIT extends StoreContract {
  private static RedisCluster cluster;
  private static EventLoopGroup loop;
  private RedisStore store;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.start();
    loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  }

  @AfterAll
  static void stopCluster() {
    loop.shutdownGracefully().syncUninterruptibly();
    cluster.close();
  }

  @BeforeEach
  void connect() {
    cluster.masters().forEach(node -> node.admin(RedisCommands::flushall));
    store =
        get(RedisStore.connect(RedisSettings.of(cluster.uri()).withPartitions(PARTITIONS), loop));
  }

  @AfterEach
  void disconnect() {
    store.close();
  }

  @Override
  Store store() {
    return store;
  }

  @Override
  void pass(long millis) {
    long until = System.currentTimeMillis() + millis;
    Eventually.holds("the clock of all servers goes on", () -> System.currentTimeMillis() > until);
  }

  private static Set<String> keys() {
    var keys = new TreeSet<String>();
    cluster.masters().forEach(node -> keys.addAll(node.keys()));
    return keys;
  }

  @Override
  Set<String> stored() {
    Set<String> keys = keys();
    keys.removeIf(key -> key.equals("kappa:meta") || key.endsWith(":header"));
    return keys;
  }

  @Test
  void probesOfTheServersLeaveNothing() {
    assertThat(keys()).containsExactly("kappa:meta");
  }

  @Test
  void partitionsLiveOnAllMasters() {
    var masters = new HashSet<Integer>();
    for (int number = 0; number < PARTITIONS; number++) {
      apply(get(store.takeOver(number)), put("r", "h", "1"));
      masters.add(RedisCluster.masterOf(Keys.ofPartition(number).slot()));
    }
    assertThat(masters).hasSize(RedisCluster.MASTERS);
    assertThat(cluster.masters()).allMatch(node -> node.keys().size() > 1);
  }

  @Test
  void addressOfANodeAloneIsRefusedWithTheRemedy() {
    RedisSettings settings = RedisSettings.of(cluster.masters().getFirst().uri());
    assertThatThrownBy(() -> get(RedisStore.connect(settings, loop)))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("expected: redis-cluster://");
  }

  @Test
  void describesTheCluster() {
    assertThat(store.describe()).contains("(Cluster)");
  }
}
