package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server says about itself.
 *
 * @param info the reply to INFO, by field
 * @param appending the settings of the append-only file; empty if the server does not tell
 */
record Server(String address, Map<String, String> info, Map<String, String> appending) {
  /** The value of a setting that the server does not tell. */
  static final String UNKNOWN = "unknown";

  Server {
    info = Map.copyOf(info);
    appending = Map.copyOf(appending);
  }

  static Map<String, String> parse(String info) {
    var fields = new HashMap<String, String>();
    info.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return fields;
  }

  String version() {
    return info.getOrDefault("redis_version", UNKNOWN);
  }

  boolean appendOnly() {
    return info.getOrDefault("aof_enabled", "0").equals("1");
  }

  String appendFsync() {
    return appending.getOrDefault("appendfsync", UNKNOWN);
  }

  /** Refuses a server that can't hold what is promised, or is not what the address says. */
  void check(Durability durability, boolean cluster) {
    checkMode(cluster);
    if (!atLeast62(version())) {
      throw unsupported("has version " + version() + " (expected: 6.2 or newer)");
    }
    if (info.getOrDefault("role", "master").equals("slave")) {
      throw unsupported("is a replica and accepts no writes; give the address of its primary");
    }
    String policy = info.getOrDefault("maxmemory_policy", UNKNOWN);
    if (!policy.equals("noeviction")) {
      throw unsupported(
          "may evict runs when it is out of memory: maxmemory-policy is "
              + policy
              + " (expected: noeviction). Set it with: CONFIG SET maxmemory-policy noeviction, and"
              + " in redis.conf so that it stays");
    }
    switch (durability.level()) {
      case MEMORY, REDIS -> {}
      case FSYNC -> checkFsync();
      case REPLICAS -> checkReplicas(durability);
    }
  }

  private void checkReplicas(Durability durability) {
    long online =
        info.entrySet().stream()
            .filter(field -> field.getKey().matches("slave[0-9]+"))
            .filter(field -> field.getValue().contains("state=online"))
            .count();
    if (online < durability.replicas()) {
      throw unsupported(
          "can't hold durability %s: it has %d connected replicas (expected: at least %d). Attach more with REPLICAOF (in a Cluster: CLUSTER REPLICATE), or choose a lower level"
              .formatted(durability, online, durability.replicas()));
    }
  }

  /** Valkey has another name for it from version 8 on. */
  private String mode() {
    return info.getOrDefault("redis_mode", info.getOrDefault("server_mode", "standalone"));
  }

  private void checkMode(boolean cluster) {
    String mode = mode();
    if (mode.equals("sentinel")) {
      throw unsupported(
          "is a Sentinel (expected: its address as redis-sentinel://host:port,host:port#master)");
    }
    if (cluster != mode.equals("cluster")) {
      throw unsupported(
          cluster
              ? "is no node of a Redis Cluster (expected: its address as redis://host:port)"
              : "is a node of a Redis Cluster (expected: redis-cluster://host:port,host:port)");
    }
  }

  private void checkFsync() {
    if (appendFsync().equals(UNKNOWN)) {
      throw unsupported(
          "does not tell its appendfsync setting, so durability fsync can't be promised. Grant the"
              + " user the permission +config|get, or choose durability redis");
    }
    boolean always = appendOnly() && appendFsync().equals("always");
    String pauses = appending.getOrDefault("no-appendfsync-on-rewrite", "no");
    if (always && isFirstRewrite()) {
      throw unsupported(
          "can't hold durability fsync yet: it writes its first append-only file, and what comes"
              + " meanwhile may be lost with it. Wait until INFO persistence says"
              + " aof_rewrite_in_progress:0");
    }
    if (!always || !pauses.equals("no")) {
      throw unsupported(
          "can't hold durability fsync: appendonly is %s, appendfsync is %s, no-appendfsync-on-rewrite is %s (expected: yes, always, no). Set them with CONFIG SET and in redis.conf, or choose durability redis"
              .formatted(appendOnly() ? "yes" : "no", appendFsync(), pauses));
    }
  }

  /**
   * Whether the append-only file was switched on in a running server and is not whole yet. A file
   * that grows for the first time to where Redis rewrites it looks alike, for that one rewrite.
   */
  private boolean isFirstRewrite() {
    return (has("aof_rewrite_in_progress", "1") || has("aof_rewrite_scheduled", "1"))
        && has("aof_base_size", "0");
  }

  private boolean has(String field, String value) {
    return info.getOrDefault(field, "").equals(value);
  }

  /** Checks the description that the store has, or got just now. */
  void checkStore(String format, String partitions, int wanted) {
    if (!format.equals(Integer.toString(RedisStore.FORMAT))) {
      throw unsupported(
          "holds a store of format version %s (expected: %d). Use the release of Kappa that wrote it, or upgrade step by step"
              .formatted(format, RedisStore.FORMAT));
    }
    if (!partitions.equals(Integer.toString(wanted))) {
      throw unsupported(
          "holds a store with %s partitions, but %d are configured. The number is fixed when a store is created: configure %s"
              .formatted(partitions, wanted, partitions));
    }
  }

  KappaException unsupported(String what) {
    return new KappaException(
        ErrorCode.UNSUPPORTED_STORE, "Redis at " + address + " " + what + ".");
  }

  private static boolean atLeast62(String version) {
    String[] parts = version.split("\\.", -1);
    try {
      int major = Integer.parseInt(parts[0]);
      return major > 6 || (major == 6 && parts.length > 1 && Integer.parseInt(parts[1]) >= 2);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
