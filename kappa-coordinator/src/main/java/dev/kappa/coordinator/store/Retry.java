package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command that may be sent several times, repeated until it is answered. */
final class Retry<T extends @Nullable Object> {
  private final Route route;
  private final Duration timeout;
  private final RedisLink.Command<T> command;
  private final CompletableFuture<T> result;
  private final @Nullable Duration patience;
  private int failures;
  private @Nullable Throwable last;

  private Retry(
      Route route, Duration timeout, @Nullable Duration patience, RedisLink.Command<T> command) {
    this.route = route;
    this.timeout = timeout;
    this.patience = patience;
    this.command = command;
    this.result = route.promise();
    var unused = result.whenComplete((value, error) -> route.health().fine(this));
  }

  /** Tries until the store is closed. */
  static <T extends @Nullable Object> CompletableFuture<T> forever(
      Route route, Duration timeout, RedisLink.Command<T> command) {
    var retry = new Retry<>(route, timeout, null, command);
    retry.run();
    return retry.result;
  }

  /**
   * Tries for {@code patience}, then fails with {@code REDIS_UNREACHABLE}; at once where too many
   * wait already.
   */
  static <T extends @Nullable Object> CompletableFuture<T> patiently(
      Route route, Duration timeout, Duration patience, RedisLink.Command<T> command) {
    var retry = new Retry<>(route, timeout, patience, command);
    route.failAfter(
        patience, retry.result, () -> retry.givenUp("did not answer within " + patience));
    retry.run();
    return retry.result;
  }

  private void run() {
    if (result.isDone()) {
      return;
    }
    route
        .attempt(command, timeout)
        .whenComplete(
            (value, error) -> {
              if (error == null) {
                result.complete(value);
              } else {
                again(error);
              }
            });
  }

  private void again(Throwable error) {
    if (result.isDone()) {
      return;
    }
    if (Script.unwrap(error) instanceof KappaException known) {
      result.completeExceptionally(known);
      return;
    }
    last = error;
    if (patience != null && failures == 0 && route.health().crowded()) {
      result.completeExceptionally(givenUp("does not answer, and too many wait for it"));
      return;
    }
    route.health().trouble(this, error);
    route.later(failures++, result, this::run);
  }

  private KappaException givenUp(String why) {
    return new KappaException(
        ErrorCode.REDIS_UNREACHABLE, "Redis %s: %s".formatted(why, Health.reason(last)), last);
  }
}
