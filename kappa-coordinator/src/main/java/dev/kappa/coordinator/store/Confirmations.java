package dev.kappa.coordinator.store;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Waits until replicas have what was written on one connection. One WAIT is under way at a time,
 * for it keeps the connection waiting; who comes meanwhile shares the next one. Used on its event
 * loop only.
 */
final class Confirmations {
  /**
   * How long a WAIT may take, in milliseconds. What is not confirmed by then is asked for again.
   */
  private static final long PATIENCE_MILLIS = 500;

  private final RedisAsyncCommands<byte[], byte[]> redis;
  private final int replicas;
  private boolean asking;
  private @Nullable CompletableFuture<Void> next;

  Confirmations(RedisAsyncCommands<byte[], byte[]> redis, int replicas) {
    this.redis = redis;
    this.replicas = replicas;
  }

  /**
   * {@return complete when enough replicas have all that this connection was answered up to now;
   * failed if they did not say so in time}
   */
  CompletableFuture<Void> confirmed() {
    CompletableFuture<Void> joined = next;
    if (joined == null) {
      joined = new CompletableFuture<>();
      next = joined;
    }
    ask();
    return joined;
  }

  private void ask() {
    CompletableFuture<Void> asked = next;
    if (asking || asked == null) {
      return;
    }
    asking = true;
    next = null;
    redis
        .waitForReplication(replicas, PATIENCE_MILLIS)
        .whenComplete(
            (count, error) -> {
              asking = false;
              ask();
              if (error != null) {
                asked.completeExceptionally(error);
              } else if (count < replicas) {
                asked.completeExceptionally(tooFew(count));
              } else {
                asked.complete(null);
              }
            });
  }

  private RedisCommandExecutionException tooFew(long count) {
    return new RedisCommandExecutionException(
        "%d of %d replicas confirmed a write within %d ms"
            .formatted(count, replicas, PATIENCE_MILLIS));
  }
}
