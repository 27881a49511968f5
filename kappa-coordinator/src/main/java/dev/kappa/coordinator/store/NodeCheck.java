package dev.kappa.coordinator.store;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Finds out whether a master will do. */
record NodeCheck(RedisSettings settings, Topology topology, RedisURI node) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** {@return the server, once it has passed all checks} */
  CompletableFuture<Server> passed(RedisClients clients) {
    return clients.once(node, PATIENCE, this::check);
  }

  /**
   * {@return completes if the server's settings still hold the level} How many replicas there are
   * need not be asked: each batch waits for them.
   */
  CompletableFuture<Void> stillPassed(RedisAsyncCommands<byte[], byte[]> redis) {
    Durability level = settings.durability();
    Durability demanded = level.replicas() > 0 ? Durability.REDIS : level;
    return info(redis).thenAccept(server -> server.check(demanded, settings.redis().cluster()));
  }

  private CompletableFuture<Server> check(RedisAsyncCommands<byte[], byte[]> redis) {
    return info(redis)
        .thenCompose(
            server -> {
              server.check(settings.durability(), settings.redis().cluster());
              return new Probe(redis, server, Keys.ofProbe(this::isHere)).tried();
            })
        .thenCompose(server -> confirmed(redis, server));
  }

  /** Has replicas confirm what the probe wrote. */
  private CompletionStage<Server> confirmed(
      RedisAsyncCommands<byte[], byte[]> redis, Server server) {
    int replicas = settings.durability().replicas();
    return replicas == 0
        ? CompletableFuture.completedFuture(server)
        : new Confirmations(redis, replicas).confirmed().thenApply(done -> server);
  }

  private boolean isHere(int slot) {
    return node.equals(topology.master(slot));
  }

  private CompletableFuture<Server> info(RedisAsyncCommands<byte[], byte[]> redis) {
    CompletableFuture<Map<String, String>> appending =
        redis.configGet("*append*").toCompletableFuture().exceptionally(forbidden -> Map.of());
    return redis
        .info()
        .toCompletableFuture()
        .exceptionally(
            error -> {
              throw infoRefused(Script.unwrap(error));
            })
        .thenCombine(
            appending, (text, settings) -> new Server(address(), Server.parse(text), settings));
  }

  private RuntimeException infoRefused(Throwable error) {
    if (error instanceof RedisCommandExecutionException) {
      return new Server(address(), Map.of(), Map.of())
          .unsupported(
              "does not tell about itself: "
                  + error.getMessage()
                  + ". Grant the user the permission +info");
    }
    return new CompletionException(error);
  }

  private String address() {
    return settings.redis().cluster() ? node.getHost() + ":" + node.getPort() : settings.address();
  }
}
