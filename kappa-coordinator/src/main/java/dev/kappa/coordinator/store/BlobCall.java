package dev.kappa.coordinator.store;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The keys and arguments of {@code put-blob.lua}. */
record BlobCall(Keys keys, String run, String name, byte[] bytes) {
  CompletionStage<Long> send(RedisAsyncCommands<byte[], byte[]> redis) {
    return Script.PUT_BLOB.number(
        redis,
        List.of(keys.run(run), keys.blobNames(run), keys.blob(run, name)),
        List.of(Keys.bytes(name), bytes, Keys.bytes(Long.toString(Store.BLOB_GRACE_MILLIS))));
  }
}
