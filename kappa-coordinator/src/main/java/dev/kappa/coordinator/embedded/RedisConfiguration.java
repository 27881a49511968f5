package dev.kappa.coordinator.embedded;

import dev.kappa.coordinator.embedded.EmbeddedRedisSettings.AppendFsync;
import java.util.List;

/** The server's configuration file. */
final class RedisConfiguration {
  private RedisConfiguration() {}

  static String text(
      RedisDirectory directory, EmbeddedRedisSettings settings, int port, String password) {
    return String.join(
            "\n",
            List.of(
                "bind 127.0.0.1",
                "port " + port,
                "protected-mode yes",
                "requirepass " + password,
                "tcp-backlog 128",
                "daemonize no",
                "supervised no",
                "set-proc-title no",
                "dir " + quoted(directory.path().toString()),
                "logfile " + quoted(directory.log().toString()),
                "loglevel notice",
                "save \"\"",
                "appendonly " + (settings.appendFsync() == AppendFsync.OFF ? "no" : "yes"),
                "appendfsync " + settings.appendFsync().word(),
                "aof-load-truncated yes",
                "no-appendfsync-on-rewrite no",
                "maxmemory-policy noeviction"))
        + "\n";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
