package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command that may be sent several times, repeated until it is answered. */
final class Retry<T extends @Nullable Object> {
  private final RedisLink link;
  private final Duration timeout;
  private final RedisLink.Command<T> command;
  private final CompletableFuture<T> result;
  private int failures;
  private @Nullable Throwable last;

  private Retry(RedisLink link, Duration timeout, RedisLink.Command<T> command) {
    this.link = link;
    this.timeout = timeout;
    this.command = command;
    this.result = link.promise();
    var unused = result.whenComplete((value, error) -> link.health().fine(this));
  }

  /** Tries until the link is closed. */
  static <T extends @Nullable Object> CompletableFuture<T> forever(
      RedisLink link, Duration timeout, RedisLink.Command<T> command) {
    var retry = new Retry<>(link, timeout, command);
    retry.run();
    return retry.result;
  }

  /** Tries for {@code patience}, then fails with {@code REDIS_UNREACHABLE}. */
  static <T extends @Nullable Object> CompletableFuture<T> patiently(
      RedisLink link, Duration timeout, Duration patience, RedisLink.Command<T> command) {
    var retry = new Retry<>(link, timeout, command);
    link.failAfter(patience, retry.result, () -> retry.givenUp(patience));
    retry.run();
    return retry.result;
  }

  private void run() {
    if (result.isDone()) {
      return;
    }
    link.attempt(command, timeout)
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
    last = error;
    link.health().trouble(this, error);
    link.later(failures++, this::run);
  }

  private KappaException givenUp(Duration patience) {
    return new KappaException(
        ErrorCode.REDIS_UNREACHABLE,
        "Redis did not answer within %d s: %s".formatted(patience.toSeconds(), Health.reason(last)),
        last);
  }
}
