package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the least user needs more for a level of durability and for a Cluster: with it workflows run
 * and Redis refuses nothing, without it the start is refused.
 */
final class LeastUserLevelsIT {
  private static final Path USERS =
      Kappa.ROOT.resolve("kappa-lambda-handler/deploy/redis/users.acl");

  @TempDir private Path directory;
  private final Kappa kappa = Kappa.onNewData();

  @AfterEach
  void stop() {
    kappa.close();
  }

  @Test
  void fsyncNeedsToBeToldHowRedisSyncs() throws IOException {
    try (OwnRedis redis = OwnRedis.start(directory, "--appendfsync", "always")) {
      String address = address(redis);
      isRefusedWithout("+config|get", address, "fsync", List.of(redis));
      runsWith("+config|get", address, "fsync", List.of(redis));
    }
  }

  @Test
  void replicasNeedToBeWaitedFor() throws IOException {
    try (OwnRedis master = OwnRedis.start(directory.resolve("master"));
        OwnRedis replica =
            OwnRedis.start(
                directory.resolve("replica"), "--replicaof", "127.0.0.1", "" + master.port())) {
      Eventually.holds(
          "the replica follows", () -> ask(replica, "INFO replication").contains("status:up"));
      String address = address(master);
      isRefusedWithout("+wait", address, "replicas:1", List.of(master));
      runsWith("+wait", address, "replicas:1", List.of(master));
    }
  }

  /** As MemoryDB is: over TLS, and nobody is told how it syncs, since there is no such command. */
  @Test
  void clusterNeedsToBeAskedForItsMasters() throws IOException {
    OwnCertificate own = OwnCertificate.in(directory);
    try (OwnCluster cluster =
        OwnCluster.startOverTls(
            directory.resolve("cluster"), own, "--rename-command", "CONFIG", "")) {
      String address =
          cluster.tlsUri().replace("://", "://kappa:secret@") + "?ca=" + own.certificate();
      isRefusedWithout("+cluster|slots", address, "redis", cluster.nodes());
      runsWith("+cluster|slots", address, "redis", cluster.nodes());
    }
  }

  private static String address(OwnRedis redis) {
    return "redis://kappa:secret@127.0.0.1:" + redis.port();
  }

  private void isRefusedWithout(
      String permission, String address, String level, List<OwnRedis> servers) throws IOException {
    grant("", servers);
    Called call =
        kappa.call("coordinator", "--port", "0", "--redis", address, "--durability", level);
    assertThat(call.exits(3).err()).contains("KAPPA-506", permission);
  }

  private void runsWith(String permission, String address, String level, List<OwnRedis> servers)
      throws IOException {
    grant(permission, servers);
    for (OwnRedis server : servers) {
      ask(server, "ACL LOG RESET");
    }
    kappa.startCoordinator("--redis", address, "--durability", level);
    assertThat(kappa.call("run", "fib", "--input", "{\"n\":12}").exits(0).out()).contains("144");
    for (OwnRedis server : servers) {
      assertThat(refused(server)).as("what Redis refused").isEmpty();
    }
  }

  /** Gives the user the rule of the deployment's file, and {@code more}. */
  private static void grant(String more, List<OwnRedis> servers) throws IOException {
    String rule =
        Files.readString(USERS)
            .lines()
            .filter(line -> line.startsWith("user kappa "))
            .findFirst()
            .orElseThrow()
            .replace("user kappa", "ACL SETUSER kappa reset")
            .replace("CHANGE-ME", "secret");
    for (OwnRedis server : servers) {
      assertThat(ask(server, rule + " " + more)).startsWith("+OK");
    }
  }

  /** The client library says its name without need; how Redis syncs is asked at each level. */
  private static List<String> refused(OwnRedis server) {
    return Pattern.compile("object\\r\\n\\$\\d+\\r\\n([^\\r]+)")
        .matcher(ask(server, "ACL LOG 100"))
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.startsWith("client") && !name.equals("config"))
        .toList();
  }

  private static String ask(OwnRedis server, String command) {
    try {
      return server.ask(command);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
