package dev.kappa.coordinator.store;

import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real Redis Cluster of a test's own: three masters, the first of which has a replica. */
final class RedisCluster implements AutoCloseable {
  static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final List<RedisProcess> nodes = new ArrayList<>();

  private RedisCluster() {}

  static RedisCluster start() {
    var cluster = new RedisCluster();
    try {
      cluster.form();
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private void form() {
    for (int i = 0; i <= MASTERS; i++) {
      nodes.add(RedisProcess.startNode());
    }
    for (int i = 0; i < MASTERS; i++) {
      int[] slots = IntStream.range(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS).toArray();
      int epoch = i + 1;
      nodes.get(i).admin(redis -> redis.clusterAddSlots(slots));
      nodes.get(i).admin(redis -> redis.clusterSetConfigEpoch(epoch));
    }
    for (RedisProcess other : nodes.subList(1, nodes.size())) {
      nodes.getFirst().admin(redis -> redis.clusterMeet("127.0.0.1", other.port()));
    }
    Eventually.holds("all nodes know each other", () -> nodes.stream().allMatch(this::knowsAll));
    String first = nodes.getFirst().admin(RedisCommands::clusterMyId);
    replica().admin(redis -> redis.clusterReplicate(first));
    Eventually.holds("the cluster is up", () -> nodes.stream().allMatch(RedisCluster::isUp));
    Eventually.holds("the replica follows", this::isReplicaUp);
  }

  private boolean knowsAll(RedisProcess node) {
    String known = node.admin(RedisCommands::clusterNodes);
    return known.lines().filter(line -> !line.contains("handshake")).count() == nodes.size();
  }

  static boolean isUp(RedisProcess node) {
    String info = node.admin(RedisCommands::clusterInfo);
    return info.contains("cluster_state:ok");
  }

  private boolean isReplicaUp() {
    String info = replica().admin(redis -> redis.info("replication"));
    return info.contains("role:slave") && info.contains("master_link_status:up");
  }

  List<RedisProcess> masters() {
    return nodes.subList(0, MASTERS);
  }

  /** {@return the replica of the first master} */
  RedisProcess replica() {
    return nodes.getLast();
  }

  /** {@return the master of a slot at the beginning} */
  static int masterOf(int slot) {
    return IntStream.range(0, MASTERS)
        .filter(i -> slot < (i + 1) * SLOTS / MASTERS)
        .findFirst()
        .orElseThrow();
  }

  /** Lets the replica fall behind: its connection is cut, and it does not know a new password. */
  void cutReplicaOff() {
    masters()
        .getFirst()
        .admin(
            redis -> {
              redis.configSet("requirepass", "unknown to the replica");
              return redis.clientKill(KillArgs.Builder.typeSlave());
            });
  }

  /** Moves a slot and its keys, as the tools of Redis do. */
  void move(int slot, int from, int to) {
    RedisProcess source = nodes.get(from);
    RedisProcess target = nodes.get(to);
    String sourceId = source.admin(RedisCommands::clusterMyId);
    String targetId = target.admin(RedisCommands::clusterMyId);
    target.admin(redis -> redis.clusterSetSlotImporting(slot, sourceId));
    source.admin(redis -> redis.clusterSetSlotMigrating(slot, targetId));
    for (String key : keys(source, slot)) {
      source.admin(redis -> redis.migrate("127.0.0.1", target.port(), key, 0, 5000));
    }
    if (!keys(source, slot).isEmpty()) {
      throw new IllegalStateException("keys were made in a slot that moves");
    }
    target.admin(redis -> redis.clusterSetSlotNode(slot, targetId));
    source.admin(redis -> redis.clusterSetSlotNode(slot, targetId));
  }

  private static List<String> keys(RedisProcess node, int slot) {
    return node.admin(redis -> redis.clusterGetKeysInSlot(slot, 1000));
  }

  String uri() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  @Override
  public void close() {
    nodes.forEach(RedisProcess::close);
  }
}
