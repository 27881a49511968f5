package dev.kappa.tests;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters, as a user has it. */
public final class OwnCluster implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  /** The port of the bus is so far above the server's own. */
  private static final int BUS = 10_000;

  private final List<OwnRedis> nodes = new ArrayList<>();

  /** So far above its own port each is reached by the others. */
  private final int above;

  private OwnCluster(int above) {
    this.above = above;
  }

  static OwnCluster start(Path directory) throws IOException {
    return start(directory, port -> port);
  }

  /** What others take for a server's port: that of a way to it. */
  public interface Announced {
    /** {@return by which port the server at {@code port} is to be reached} */
    int portOf(int port) throws IOException;
  }

  /**
   * Starts one whose servers name other ports than their own.
   *
   * @param options more of the servers' own
   */
  public static OwnCluster start(Path directory, Announced announced, String... options)
      throws IOException {
    OwnCluster cluster = new OwnCluster(0);
    try {
      cluster.form(directory, announced, port -> List.of(options));
      return cluster;
    } catch (IOException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Starts one whose servers are asked over TLS, each at the port above its own, and ask so.
   *
   * @param options more of the servers' own
   */
  static OwnCluster startOverTls(Path directory, OwnCertificate certificate, String... options)
      throws IOException {
    OwnCluster cluster = new OwnCluster(1);
    try {
      cluster.form(directory, port -> port, port -> tls(port, certificate, options));
      return cluster;
    } catch (IOException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private static List<String> tls(int port, OwnCertificate certificate, String... options) {
    List<String> all = new ArrayList<>(certificate.redisOptions(port + 1));
    all.addAll(List.of("--tls-cluster", "yes"));
    all.addAll(List.of("--cluster-announce-tls-port", "" + (port + 1)));
    all.addAll(List.of(options));
    return all;
  }

  private void form(Path directory, Announced announced, IntFunction<List<String>> options)
      throws IOException {
    for (int i = 0; i < MASTERS; i++) {
      OwnRedis node = startNode(directory.resolve("node-" + i), announced, options);
      nodes.add(node);
      int[] slots = IntStream.range(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS).toArray();
      int epoch = i + 1;
      ask(node, redis -> redis.clusterAddSlots(slots));
      ask(node, redis -> redis.clusterSetConfigEpoch(epoch));
    }
    // MEET tells the other's port; that of its bus is 10000 above.
    for (OwnRedis other : nodes.subList(1, MASTERS)) {
      ask(nodes.getFirst(), redis -> redis.clusterMeet("127.0.0.1", other.port() + above));
    }
    Eventually.holds("the cluster is up", () -> nodes.stream().allMatch(OwnCluster::isUp));
  }

  private OwnRedis startNode(Path directory, Announced announced, IntFunction<List<String>> options)
      throws IOException {
    int port = OwnRedis.freePort();
    List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes"));
    all.addAll(List.of("--cluster-announce-port", "" + announced.portOf(port)));
    all.addAll(List.of("--cluster-announce-bus-port", "" + (port + above + BUS)));
    all.addAll(options.apply(port));
    return OwnRedis.start(directory, port, all);
  }

  /** {@return its servers} */
  public List<OwnRedis> nodes() {
    return List.copyOf(nodes);
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
    return uri("redis-cluster://", 0);
  }

  /** {@return how it is asked over TLS} */
  String tlsUri() {
    return uri("rediss-cluster://", 1);
  }

  private String uri(String scheme, int above) {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + (node.port() + above))
        .collect(Collectors.joining(",", scheme, ""));
  }

  @Override
  public void close() {
    nodes.forEach(OwnRedis::close);
  }
}
