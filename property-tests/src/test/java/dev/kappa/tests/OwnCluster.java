package dev.kappa.tests;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters, as a user has it. */
final class OwnCluster implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final List<OwnRedis> nodes = new ArrayList<>();

  private OwnCluster() {}

  static OwnCluster start(Path directory) throws IOException {
    OwnCluster cluster = new OwnCluster();
    try {
      cluster.form(directory);
      return cluster;
    } catch (IOException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void form(Path directory) throws IOException {
    for (int i = 0; i < MASTERS; i++) {
      OwnRedis node = OwnRedis.start(directory.resolve("node-" + i), "--cluster-enabled", "yes");
      nodes.add(node);
      int[] slots = IntStream.range(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS).toArray();
      int epoch = i + 1;
      ask(node, redis -> redis.clusterAddSlots(slots));
      ask(node, redis -> redis.clusterSetConfigEpoch(epoch));
    }
    // MEET tells the other's port; that of its bus is the usual one, 10000 above.
    for (OwnRedis other : nodes.subList(1, MASTERS)) {
      ask(nodes.getFirst(), redis -> redis.clusterMeet("127.0.0.1", other.port()));
    }
    Eventually.holds("the cluster is up", () -> nodes.stream().allMatch(OwnCluster::isUp));
  }

  private static boolean isUp(OwnRedis node) {
    String info = ask(node, RedisCommands::clusterInfo);
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
  }

  private static <T> T ask(OwnRedis node, Function<RedisCommands<String, String>, T> question) {
    try (RedisClient client = RedisClient.create(node.uri());
        var connection = client.connect()) {
      return question.apply(connection.sync());
    }
  }

  String uri() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  @Override
  public void close() {
    nodes.forEach(OwnRedis::close);
  }
}
