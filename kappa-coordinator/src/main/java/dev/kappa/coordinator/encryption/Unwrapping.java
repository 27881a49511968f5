package dev.kappa.coordinator.encryption;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has data keys unwrapped elsewhere: that may wait. Futures complete on the event loop. */
final class Unwrapping implements AutoCloseable {
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** Others may reach KMS: who has asked for so long in vain leaves the partition to them. */
  private static final long KEYS_BOUND_MILLIS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Unwrapping.class);

  private final DataKeys keys;
  private final Executor threads;
  private final Executor loop;
  private final Later later;

  /** Does something later. */
  @FunctionalInterface
  interface Later {
    /** Runs it after so many milliseconds, on the event loop. */
    void after(Runnable task, long millis);
  }

  /**
   * That of a process.
   *
   * @param threads where KMS is waited for
   * @param later where it is waited until KMS is asked again
   */
  Unwrapping(DataKeys keys, Executor threads, Executor loop, Later later) {
    this.keys = keys;
    this.threads = threads;
    this.loop = loop;
    this.later = later;
  }

  CompletableFuture<Map<Long, byte[]>> some(Map<String, byte[]> stored, Set<Long> wanted) {
    return CompletableFuture.supplyAsync(() -> keys.some(stored, wanted), threads)
        .thenApplyAsync(found -> found, loop);
  }

  /**
   * As {@link DataKeys#owned}; while KMS does not answer it is asked again and again, for 10 s.
   *
   * @return fails with {@code KEYS_UNREACHABLE} if it has not answered by then
   */
  CompletableFuture<DataKeys.Found> owned(Map<String, byte[]> stored) {
    return patiently(
        () ->
            CompletableFuture.supplyAsync(() -> keys.owned(stored), threads)
                .thenApplyAsync(found -> found, loop));
  }

  /**
   * Asks again as long as what is asked for is out of reach, KMS for 10 s at most: after a second,
   * then more and more rarely, and coordinators not all at once.
   */
  <T> CompletableFuture<T> patiently(Supplier<CompletableFuture<T>> request) {
    return patiently(request, 0, keys.nowMillis());
  }

  /** {@return so long it is waited} */
  static long pauseMillis(int failures, double chance) {
    long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 20));
    return (long) (most * (0.5 + chance / 2));
  }

  private <T> CompletableFuture<T> patiently(
      Supplier<CompletableFuture<T>> request, int failures, long since) {
    return request
        .get()
        .exceptionallyCompose(
            error -> {
              if (!isPassing(error, keys.nowMillis() - since)) {
                return CompletableFuture.failedFuture(error);
              }
              LOG.warn("data keys can't be had yet: {}", error.getMessage());
              long pause = pauseMillis(failures, ThreadLocalRandom.current().nextDouble());
              return CompletableFuture.supplyAsync(() -> null, task -> later.after(task, pause))
                  .thenCompose(nothing -> patiently(request, failures + 1, since));
            });
  }

  private static boolean isPassing(Throwable error, long askedMillis) {
    @Nullable Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof KappaException known
        && (known.code() == ErrorCode.REDIS_UNREACHABLE
            || (known.code() == ErrorCode.KEYS_UNREACHABLE && askedMillis < KEYS_BOUND_MILLIS));
  }

  boolean readsClear() {
    return keys.readsClear();
  }

  @Override
  public void close() {
    keys.close();
  }
}
