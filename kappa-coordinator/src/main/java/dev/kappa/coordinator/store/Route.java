package dev.kappa.coordinator.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to the master of a hash slot, over the connections for one purpose.
 *
 * @param confirmed whether a command succeeds only when enough replicas have what it wrote
 */
record Route(Links links, int slot, boolean confirmed) {
  /**
   * Sends a command once, to the server that is thought to be the master. Fails with what Redis
   * said, or with {@link ConnectionLost} if nobody knows what became of the command.
   */
  <T extends @Nullable Object> CompletionStage<T> attempt(
      RedisLink.Command<T> command, Duration timeout) {
    return links.attempt(this, command, timeout);
  }

  /** {@return the same way, for what need not be on replicas} */
  Route unconfirmed() {
    return new Route(links, slot, false);
  }

  /** Runs {@code again} after a pause, when the master can be spoken to, for {@code whose} sake. */
  void later(int failuresBefore, CompletableFuture<?> whose, Runnable again) {
    links.later(slot, failuresBefore, whose, again);
  }

  /** {@return a future that fails when the store is closed} */
  <T extends @Nullable Object> CompletableFuture<T> promise() {
    return links.promise();
  }

  /** Fails {@code future} unless it is complete by then. */
  void failAfter(Duration patience, CompletableFuture<?> future, Supplier<Throwable> error) {
    links.failAfter(patience, future, error);
  }

  Health.Place health() {
    return links.health(slot);
  }
}
