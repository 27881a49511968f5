package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;
import static dev.kappa.coordinator.store.Keys.text;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Connects for the first time and finds out whether the server will do. */
final class FirstConnection {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration CHECK_PATIENCE = Duration.ofSeconds(10);

  /** A server that is reading its data has been found: that is worth waiting for. */
  private static final Duration LOADING_PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final RedisSettings settings;
  private final RedisClients clients;
  private final Home home;
  private final CompletableFuture<Server> result = new CompletableFuture<>();
  private final long startNanos = System.nanoTime();

  FirstConnection(RedisSettings settings, RedisClients clients, Home home) {
    this.settings = settings;
    this.clients = clients;
    this.home = home;
  }

  /** {@return the server, once it has passed all checks} */
  CompletableFuture<Server> checked() {
    attempt();
    return result;
  }

  private void attempt() {
    clients
        .connect()
        .whenCompleteAsync(
            (connection, error) -> {
              if (error == null) {
                check(connection);
              } else {
                unreachable(Script.unwrap(error));
              }
            },
            home.loop());
  }

  private void unreachable(Throwable error) {
    String reason = Health.reason(error);
    boolean loading = reason.startsWith("LOADING");
    long spent = System.nanoTime() - startNanos;
    boolean refused = root(error) instanceof RedisCommandExecutionException && !loading;
    if (refused || spent > (loading ? LOADING_PATIENCE : PATIENCE).toNanos()) {
      result.completeExceptionally(unreachable(settings, reason, error));
    } else {
      home.after(PAUSE, this::attempt);
    }
  }

  static KappaException unreachable(RedisSettings settings, String reason) {
    return unreachable(settings, reason, null);
  }

  private static KappaException unreachable(
      RedisSettings settings, String reason, @Nullable Throwable error) {
    return new KappaException(
        ErrorCode.REDIS_UNREACHABLE,
        "Redis at %s can't be used: %s. Check the address, that the server runs, and user and password."
            .formatted(settings.address(), reason),
        error);
  }

  private void check(StatefulRedisConnection<byte[], byte[]> connection) {
    RedisAsyncCommands<byte[], byte[]> redis = connection.async();
    Runnable callOff =
        home.after(
            CHECK_PATIENCE,
            () ->
                result.completeExceptionally(
                    unreachable(
                        settings, "no answer within " + CHECK_PATIENCE.toSeconds() + " s")));
    CompletionStage<Server> server =
        info(redis)
            .thenCompose(found -> describedStore(redis, found))
            .thenCompose(found -> new Probe(redis, found).tried());
    server.whenCompleteAsync(
        (found, error) -> {
          callOff.run();
          RedisClients.close(connection);
          if (error == null) {
            result.complete(found);
          } else {
            failed(Script.unwrap(error));
          }
        },
        home.loop());
  }

  private void failed(Throwable error) {
    if (error instanceof KappaException) {
      result.completeExceptionally(error);
    } else {
      unreachable(error);
    }
  }

  private CompletableFuture<Server> info(RedisAsyncCommands<byte[], byte[]> redis) {
    CompletableFuture<String> fsync =
        redis
            .configGet("appendfsync")
            .toCompletableFuture()
            .thenApply(found -> found.getOrDefault("appendfsync", Server.UNKNOWN))
            .exceptionally(forbidden -> Server.UNKNOWN);
    return redis
        .info()
        .toCompletableFuture()
        .exceptionally(
            error -> {
              throw infoRefused(Script.unwrap(error));
            })
        .thenCombine(
            fsync,
            (text, appendFsync) -> new Server(settings.address(), Server.parse(text), appendFsync));
  }

  private RuntimeException infoRefused(Throwable error) {
    if (error instanceof RedisCommandExecutionException) {
      return new Server(settings.address(), Map.of(), Server.UNKNOWN)
          .unsupported(
              "does not tell about itself: "
                  + error.getMessage()
                  + ". Grant the user the permission +info");
    }
    return new CompletionException(error);
  }

  private CompletableFuture<Server> describedStore(
      RedisAsyncCommands<byte[], byte[]> redis, Server server) {
    server.check(settings.durability());
    var arguments =
        List.of(
            bytes(Integer.toString(RedisStore.FORMAT)),
            bytes(Integer.toString(settings.partitions())));
    return Script.OPEN
        .list(redis, List.of(Keys.META), arguments)
        .toCompletableFuture()
        .thenApply(
            found -> {
              server.checkStore(
                  text((byte[]) found.get(0)), text((byte[]) found.get(1)), settings.partitions());
              return server;
            });
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
