package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which servers are accepted, and what is said of the others. */
final class RedisConnectIT {
  private static RedisProcess redis;
  private static EventLoopGroup loop;

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
  void reset() {
    redis.admin(RedisCommands::flushall);
    configure("maxmemory-policy", "noeviction");
    configure("appendfsync", "always");
  }

  private static void configure(String name, String value) {
    redis.admin(server -> server.configSet(name, value));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      RedisSettings settings, ErrorCode code) {
    return assertThatThrownBy(() -> get(RedisStore.connect(settings, loop)))
        .isInstanceOfSatisfying(KappaException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static String as(String user, String password) {
    return "redis://" + user + ":" + password + "@127.0.0.1:" + redis.port();
  }

  @Test
  void serverThatFitsIsDescribed() {
    RedisSettings settings = RedisSettings.of(redis.uri()).withDurability(Durability.FSYNC);
    try (RedisStore store = get(RedisStore.connect(settings, loop))) {
      assertThat(store.describe())
          .matches(
              "Redis \\d+\\.\\d+\\.\\d+ at 127.0.0.1:%d, 16 partitions, durability fsync \\(appendonly yes, appendfsync always\\)"
                  .formatted(redis.port()));
    }
  }

  @Test
  void hostNameIsResolved() {
    RedisSettings settings = RedisSettings.of("redis://localhost:" + redis.port());
    try (RedisStore store = get(RedisStore.connect(settings, loop))) {
      assertThat(store.reachable()).isTrue();
    }
  }

  @Test
  void addressWhereNobodyAnswersIsNamedWithoutThePassword() throws IOException {
    int port = RedisProcess.freePort();
    RedisSettings settings = RedisSettings.of("redis://me:secret@127.0.0.1:" + port + "/3");
    assertRefused(settings, ErrorCode.REDIS_UNREACHABLE)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("secret");
    assertThat(settings.toString()).contains("127.0.0.1:" + port).doesNotContain("secret");
  }

  @Test
  void wrongPasswordIsToldAtOnce() {
    assertRefused(RedisSettings.of(as("nobody", "secret")), ErrorCode.REDIS_UNREACHABLE)
        .hasMessageContaining("WRONGPASS")
        .hasMessageNotContaining("secret");
  }

  @Test
  void serverThatMayEvictIsRefusedWithTheRemedy() {
    configure("maxmemory-policy", "allkeys-lru");
    assertRefused(RedisSettings.of(redis.uri()), ErrorCode.UNSUPPORTED_STORE)
        .hasMessageContaining("allkeys-lru")
        .hasMessageContaining("CONFIG SET maxmemory-policy noeviction");
  }

  @Test
  void fsyncIsRefusedWhereTheServerDoesNotSync() {
    configure("appendfsync", "everysec");
    assertRefused(
            RedisSettings.of(redis.uri()).withDurability(Durability.FSYNC),
            ErrorCode.UNSUPPORTED_STORE)
        .hasMessageContaining("appendfsync is everysec");
    get(RedisStore.connect(RedisSettings.of(redis.uri()), loop)).close();
  }

  @Test
  void fsyncIsRefusedWhereTheServerPausesItWhileItRewrites() {
    configure("no-appendfsync-on-rewrite", "yes");
    try {
      assertRefused(
              RedisSettings.of(redis.uri()).withDurability(Durability.FSYNC),
              ErrorCode.UNSUPPORTED_STORE)
          .hasMessageContaining("no-appendfsync-on-rewrite is yes");
    } finally {
      configure("no-appendfsync-on-rewrite", "no");
    }
  }

  @Test
  void replicasAreRefusedWhereTheServerHasNone() {
    assertRefused(
            RedisSettings.of(redis.uri()).withDurability(Durability.replicas(1)),
            ErrorCode.UNSUPPORTED_STORE)
        .hasMessageContaining("it has 0 connected replicas (expected: at least 1)")
        .hasMessageContaining("REPLICAOF");
  }

  @Test
  void otherNumberOfPartitionsIsRefusedWithBothNumbers() {
    get(RedisStore.connect(RedisSettings.of(redis.uri()).withPartitions(8), loop)).close();
    assertRefused(RedisSettings.of(redis.uri()).withPartitions(9), ErrorCode.UNSUPPORTED_STORE)
        .hasMessageContaining("8 partitions")
        .hasMessageContaining("9 are configured");
    get(RedisStore.connect(RedisSettings.of(redis.uri()).withPartitions(8), loop)).close();
  }

  @Test
  void otherFormatIsRefusedWithBothVersions() {
    redis.admin(server -> server.hset("kappa:meta", "format", "99"));
    redis.admin(server -> server.hset("kappa:meta", "partitions", "16"));
    assertRefused(RedisSettings.of(redis.uri()), ErrorCode.UNSUPPORTED_STORE)
        .hasMessageContaining("format version 99 (expected: 1)");
  }

  @Test
  void partitionOfAnotherFormatIsNotTakenOver() {
    try (RedisStore store = get(RedisStore.connect(RedisSettings.of(redis.uri()), loop))) {
      redis.admin(server -> server.hset("kappa:{p3}:header", "format", "99"));
      assertThatThrownBy(() -> get(store.takeOver(3)))
          .isInstanceOf(KappaException.class)
          .hasMessageContaining("partition 3 has format version 99");
    }
  }

  @Test
  void replicaIsRefused() {
    redis.admin(server -> server.replicaof("127.0.0.1", 1));
    try {
      assertRefused(RedisSettings.of(redis.uri()), ErrorCode.UNSUPPORTED_STORE)
          .hasMessageContaining("is a replica");
    } finally {
      redis.admin(RedisCommands::replicaofNoOne);
    }
  }

  /** A user that holds exactly what the error message asks for. */
  private static AclSetuserArgs permissions() {
    AclSetuserArgs user =
        AclSetuserArgs.Builder.reset().on().addPassword("secret").keyPattern("kappa:*");
    Permissions.commands().forEach(name -> user.addCommand(command(name)));
    return user;
  }

  private static CommandType command(String name) {
    return CommandType.valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Test
  void userWithTheStatedPermissionsIsAccepted() {
    redis.admin(server -> server.aclSetuser("kappa", permissions()));
    RedisSettings settings = RedisSettings.of(as("kappa", "secret"));
    try (RedisStore store = get(RedisStore.connect(settings, loop))) {
      assertThat(store.describe()).contains("appendfsync unknown");
      Partition partition = get(store.takeOver(0));
      assertThat(get(partition.write(List.of(StoreContract.put("r", "h", "1")))))
          .isEqualTo(BatchResult.APPLIED);
      assertThat(StoreContract.load(partition, "r")).hasSize(1);
    }
    assertRefused(settings.withDurability(Durability.FSYNC), ErrorCode.UNSUPPORTED_STORE)
        .hasMessageContaining("+config|get");
    redis.admin(server -> server.aclDeluser("kappa"));
  }

  static List<String> permissionsOneByOne() {
    return Permissions.commands();
  }

  @ParameterizedTest
  @MethodSource("permissionsOneByOne")
  void eachPermissionThatIsMissingIsSeenAtTheStart(String missing) {
    redis.admin(
        server -> {
          server.scriptFlush();
          return server.aclSetuser("kappa", permissions().removeCommand(command(missing)));
        });
    assertRefused(RedisSettings.of(as("kappa", "secret")), ErrorCode.UNSUPPORTED_STORE)
        .hasMessageContaining("+" + missing);
    redis.admin(server -> server.aclDeluser("kappa"));
  }

  @Test
  void impossibleSettingsAreRefused() {
    for (String uri :
        List.of(
            "localhost",
            "http://localhost",
            "redis://",
            "redis://:x y@z:1",
            "redis-sentinel://a:1,b:2",
            "redis-cluster://",
            "redis-cluster://a:1/3")) {
      assertThatThrownBy(() -> RedisSettings.of(uri))
          .as(uri)
          .isInstanceOf(KappaException.class)
          .hasMessageNotContaining("x y");
    }
    RedisSettings settings = RedisSettings.of(redis.uri());
    assertThatThrownBy(() -> settings.withPartitions(0)).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> settings.withPartitions(1025)).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> settings.withCommandTimeout(Duration.ZERO))
        .isInstanceOf(KappaException.class);
  }

  @Test
  void addressesAreNamedWithoutPasswords() {
    assertThat(RedisSettings.of("redis-sentinel://me:secret@a:1,b/0#main").address())
        .isEqualTo("a:1,b:26379 (Sentinels of main)");
    assertThat(RedisSettings.of("rediss-cluster://:secret@a:1,b").address())
        .isEqualTo("a:1,b:6379 (Cluster)");
    assertThat(RedisSettings.of("rediss://:secret@a/2").address()).isEqualTo("a:6379");
  }

  @Test
  void tlsAndUserAreKeptForEveryServer() {
    for (String kind : List.of("rediss://me:p%40ss@a", "rediss-cluster://me:p%40ss@a:1,b:2")) {
      assertThat(RedisSettings.of(kind).redis().servers())
          .isNotEmpty()
          .allMatch(RedisURI::isSsl)
          .allMatch(uri -> uri.toString().startsWith("rediss://me:****@"));
    }
    RedisURI sentinel =
        RedisSettings.of("rediss-sentinel://me:p%40ss@a:1,b:2/0#main").redis().servers().getFirst();
    assertThat(sentinel.isSsl()).isTrue();
    assertThat(sentinel.getSentinels()).hasSize(2).allMatch(RedisURI::isSsl);
  }

  @Test
  void serverOfItsOwnIsNoCluster() {
    assertRefused(
            RedisSettings.of("redis-cluster://127.0.0.1:" + redis.port()),
            ErrorCode.REDIS_UNREACHABLE)
        .hasMessageContaining("cluster support disabled");
  }

  @Test
  void olderServersAreRefused() {
    for (String version : List.of("5.0.14", "6.0.9", "unknown", "6")) {
      var server = new Server("a:1", Server.parse("redis_version:" + version), Map.of());
      assertThatThrownBy(() -> server.check(Durability.REDIS, false))
          .as(version)
          .hasMessageContaining("expected: 6.2 or newer");
    }
    for (String version : List.of("6.2.11", "7.0.15", "10.0.0")) {
      new Server(
              "a:1",
              Server.parse("redis_version:" + version + "\r\nmaxmemory_policy:noeviction"),
              Map.of())
          .check(Durability.REDIS, false);
    }
  }
}
