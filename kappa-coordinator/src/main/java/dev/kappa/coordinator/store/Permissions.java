package dev.kappa.coordinator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a coordinator's user may do on Redis, and no more. */
final class Permissions {
  /** The scripts' own calls; a test compares them with what the scripts say. */
  static final List<String> SCRIPTS =
      List.of(
          "exists",
          "get",
          "hdel",
          "hget",
          "hgetall",
          "hmget",
          "hset",
          "hsetnx",
          "persist",
          "pexpire",
          "pexpireat",
          "pttl",
          "sadd",
          "set",
          "smembers",
          "srem",
          "time",
          "unlink",
          "zadd",
          "zrangebyscore",
          "zrem",
          "zrevrangebyscore");

  /** What is sent besides; some of it the scripts call, too. */
  static final List<String> CLIENT = List.of("eval", "evalsha", "hscan", "info");

  private Permissions() {}

  /** {@return the names of all commands that a server with one master is sent, each once} */
  static List<String> commands() {
    List<String> all = new ArrayList<>(SCRIPTS);
    all.addAll(CLIENT);
    return all;
  }

  /** {@return the rule of an ACL user, as {@code ACL SETUSER} takes it} */
  static String rule() {
    return commands().stream()
        .map(name -> " +" + name)
        .collect(Collectors.joining("", "~kappa:*", ""));
  }

  /** {@return what an error says of them} */
  static String advice() {
    return "A user needs "
        + rule()
        + " (+config|get for fsync; +wait for replicas; +cluster|slots for a Cluster; +select for another"
        + " database than 0)";
  }
}
