package dev.kappa.coordinator.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerTest {
  private static final Map<String, String> ALWAYS =
      Map.of("appendonly", "yes", "appendfsync", "always", "no-appendfsync-on-rewrite", "no");

  /** {@return a server with a file that is written whole, but for what {@code changes} says} */
  private static Server with(Map<String, String> changes) {
    Map<String, String> info = new HashMap<>();
    info.put("redis_version", "7.0.15");
    info.put("redis_mode", "standalone");
    info.put("role", "master");
    info.put("maxmemory_policy", "noeviction");
    info.put("aof_enabled", "1");
    info.put("aof_rewrite_in_progress", "0");
    info.put("aof_rewrite_scheduled", "0");
    info.put("aof_base_size", "0");
    info.putAll(changes);
    return new Server("localhost:6379", info, ALWAYS);
  }

  private static void check(Server server) {
    server.check(Durability.parse("fsync"), false);
  }

  @ParameterizedTest
  @CsvSource({"aof_rewrite_in_progress", "aof_rewrite_scheduled"})
  void appendOnlyFileThatIsNotWholeYetHoldsNothing(String field) {
    assertThatThrownBy(() -> check(with(Map.of(field, "1"))))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("can't hold durability fsync yet")
        .hasMessageContaining("aof_rewrite_in_progress:0");
  }

  @ParameterizedTest
  @CsvSource({"aof_rewrite_in_progress", "aof_rewrite_scheduled"})
  void fileThatIsWrittenAnewHoldsWhatTheOldOneDoes(String field) {
    assertThatCode(() -> check(with(Map.of(field, "1", "aof_base_size", "4096"))))
        .doesNotThrowAnyException();
    assertThatCode(() -> check(with(Map.of()))).doesNotThrowAnyException();
  }

  /** {@return what Valkey 8 tells of itself} */
  private static Server valkey(String mode) {
    return new Server(
        "localhost:6379",
        Map.of(
            "redis_version",
            "7.2.4",
            "server_name",
            "valkey",
            "valkey_version",
            "8.1.1",
            "server_mode",
            mode,
            "role",
            "master",
            "maxmemory_policy",
            "noeviction"),
        Map.of());
  }

  @Test
  void nodeOfAClusterIsKnownByTheNameThatValkeyHasForItsMode() {
    Durability durability = Durability.parse("redis");
    assertThatCode(() -> valkey("cluster").check(durability, true)).doesNotThrowAnyException();
    assertThatCode(() -> valkey("standalone").check(durability, false)).doesNotThrowAnyException();
    assertThatThrownBy(() -> valkey("cluster").check(durability, false))
        .hasMessageContaining("is a node of a Redis Cluster");
    assertThatThrownBy(() -> valkey("sentinel").check(durability, false))
        .hasMessageContaining("is a Sentinel");
  }
}
