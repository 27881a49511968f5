package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;

import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Tries out every script on keys of its own, and removes them: a missing permission shows at the
 * start, not half-way through a batch.
 */
final class Probe {
  private static final String RUN = "probe";

  private final RedisAsyncCommands<byte[], byte[]> redis;
  private final Server server;
  private final String nonce = UUID.randomUUID().toString();
  private final Keys keys;

  Probe(RedisAsyncCommands<byte[], byte[]> redis, Server server, Keys keys) {
    this.redis = redis;
    this.server = server;
    this.keys = keys;
  }

  /** {@return the server, when all scripts ran on it} */
  CompletableFuture<Server> tried() {
    Batch entry =
        Batch.of(
            List.of(
                new Change.Put(RUN, Change.HEADER, bytes("probe")),
                new Change.Remove(RUN, "absent"),
                new Change.DropBlob(RUN, "absent"),
                new Change.Listed(RUN, 1),
                new Change.Wake(RUN, 1),
                new Change.Result(RUN, bytes("probe")),
                new Change.Unwake("other")));
    Batch retention = Batch.of(List.of(new Change.Retire(RUN, bytes("probe"), 1_000)));
    Batch end = Batch.of(List.of(new Change.Retire(RUN, bytes("probe"), 0)));
    return takeOver()
        .thenCompose(taken -> new BlobCall(keys, RUN, "blob", bytes("probe")).send(redis))
        .thenCompose(stored -> write(0, entry))
        .thenCompose(written -> readAll())
        .thenCompose(read -> write(1, retention))
        .thenCompose(written -> purge())
        .thenCompose(purged -> write(2, end))
        .thenCompose(written -> redis.unlink(keys.header()))
        .thenApply(removed -> server)
        .exceptionally(
            error -> {
              throw refused(Script.unwrap(error));
            });
  }

  private CompletableFuture<List<Object>> takeOver() {
    var arguments = List.of(bytes(nonce), bytes(id(0)), bytes(Integer.toString(RedisStore.FORMAT)));
    return Script.TAKE_OVER.list(redis, List.of(keys.header()), arguments).toCompletableFuture();
  }

  private CompletableFuture<List<Object>> write(int number, Batch batch) {
    var call = new WriteCall(keys, nonce, id(number), id(number + 1), batch);
    return Script.WRITE.list(redis, call.keys(), call.arguments()).toCompletableFuture();
  }

  private CompletableFuture<Void> readAll() {
    return CompletableFuture.allOf(
        redis.hmget(keys.header(), bytes("owner")).toCompletableFuture(),
        redis.hget(keys.run(RUN), bytes(Change.HEADER)).toCompletableFuture(),
        redis.hgetall(keys.run(RUN)).toCompletableFuture(),
        redis.hscan(keys.run(RUN)).toCompletableFuture(),
        redis.exists(keys.header()).toCompletableFuture(),
        redis.hsetnx(keys.header(), bytes("owner"), bytes("other")).toCompletableFuture(),
        redis.zrangebyscore(keys.wake(), Range.create(0, 1)).toCompletableFuture(),
        redis.get(keys.result(RUN)).toCompletableFuture(),
        redis.smembers(keys.blobNames(RUN)).toCompletableFuture(),
        redis.get(keys.blob(RUN, "blob")).toCompletableFuture(),
        Script.LIST
            .list(redis, List.of(keys.runs()), List.of(bytes("+inf"), bytes("1")))
            .toCompletableFuture());
  }

  private CompletableFuture<Long> purge() {
    var arguments = List.of(bytes("1"), keys.runPrefix(), keys.resultPrefix());
    return Script.PURGE
        .number(redis, List.of(keys.expiring(), keys.runs()), arguments)
        .toCompletableFuture();
  }

  private RuntimeException refused(Throwable error) {
    if (error instanceof RedisCommandExecutionException) {
      return server.unsupported(
          "refuses what a store needs: " + error.getMessage() + ". " + Permissions.advice());
    }
    return error instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(error);
  }

  private String id(int number) {
    return nonce + "-" + number;
  }
}
