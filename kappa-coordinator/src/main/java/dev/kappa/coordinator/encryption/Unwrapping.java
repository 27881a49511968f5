package dev.kappa.coordinator.encryption;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has data keys unwrapped elsewhere: that may wait. Futures complete on the event loop. */
final class Unwrapping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Unwrapping.class);

  private final DataKeys keys;
  private final Executor threads;
  private final Executor loop;
  private final Executor afterAWhile;

  /**
   * That of a process.
   *
   * @param threads where KMS is waited for
   * @param afterAWhile what is given there is done later
   */
  Unwrapping(DataKeys keys, Executor threads, Executor loop, Executor afterAWhile) {
    this.keys = keys;
    this.threads = threads;
    this.loop = loop;
    this.afterAWhile = afterAWhile;
  }

  CompletableFuture<Map<Long, byte[]>> some(Map<String, byte[]> stored, Set<Long> wanted) {
    return CompletableFuture.supplyAsync(() -> keys.some(stored, wanted), threads)
        .thenApplyAsync(found -> found, loop);
  }

  /** As {@link DataKeys#owned}; while KMS does not answer it is asked again and again. */
  CompletableFuture<DataKeys.Found> owned(Map<String, byte[]> stored) {
    return patiently(
        () ->
            CompletableFuture.supplyAsync(() -> keys.owned(stored), threads)
                .thenApplyAsync(found -> found, loop));
  }

  /** Asks again, after a while, as long as what is asked for is out of reach. */
  <T> CompletableFuture<T> patiently(Supplier<CompletableFuture<T>> request) {
    return request
        .get()
        .exceptionallyCompose(
            error -> {
              if (!isPassing(error)) {
                return CompletableFuture.failedFuture(error);
              }
              LOG.warn("data keys can't be had yet: {}", error.getMessage());
              return CompletableFuture.supplyAsync(() -> null, afterAWhile)
                  .thenCompose(nothing -> patiently(request));
            });
  }

  private static boolean isPassing(Throwable error) {
    @Nullable Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof KappaException known
        && (known.code() == ErrorCode.KEYS_UNREACHABLE
            || known.code() == ErrorCode.REDIS_UNREACHABLE);
  }

  boolean readsClear() {
    return keys.readsClear();
  }

  @Override
  public void close() {
    keys.close();
  }
}
