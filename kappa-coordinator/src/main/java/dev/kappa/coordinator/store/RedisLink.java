package dev.kappa.coordinator.store;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, made anew when it breaks, until it is closed. A command is sent at most
 * once: what was under way when the connection broke fails with {@link ConnectionLost}. Used on its
 * event loop only.
 */
final class RedisLink {
  /** Sends a command on the connection of the moment. */
  interface Command<T extends @Nullable Object> {
    CompletionStage<T> send(RedisAsyncCommands<byte[], byte[]> redis);
  }

  private final Home home;
  private final Supplier<CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connector;
  private final Health health;
  private final Set<Consumer<Throwable>> underWay = new LinkedHashSet<>();
  private final Set<Consumer<Throwable>> promised = new LinkedHashSet<>();
  private List<Runnable> waiting = new ArrayList<>();
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection;
  private int failures;
  private boolean closed;

  RedisLink(
      Home home,
      Supplier<CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connector,
      Health health) {
    this.home = home;
    this.connector = connector;
    this.health = health;
  }

  /** Connects, for as long as it takes. {@return complete when it is connected} */
  CompletableFuture<Void> open() {
    CompletableFuture<Void> up = promise();
    waiting.add(() -> up.complete(null));
    connect();
    return up;
  }

  private void connect() {
    connector.get().whenComplete((made, error) -> home.run(() -> connected(made, error)));
  }

  private void connected(
      @Nullable StatefulRedisConnection<byte[], byte[]> made, @Nullable Throwable error) {
    if (made == null) {
      if (!closed) {
        health.trouble(this, error);
        home.after(Backoff.after(failures++), this::reconnect);
      }
      return;
    }
    if (closed) {
      RedisClients.close(made);
      return;
    }
    connection = made;
    failures = 0;
    made.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> which) {
            home.run(() -> lose(made, null));
          }
        });
    if (!made.isOpen()) {
      lose(made, null);
      return;
    }
    health.fine(this);
    List<Runnable> ready = waiting;
    waiting = new ArrayList<>();
    ready.forEach(Runnable::run);
  }

  private void reconnect() {
    if (!closed) {
      connect();
    }
  }

  /** Sends a command once. Fails with what Redis said, or with {@link ConnectionLost}. */
  <T extends @Nullable Object> CompletionStage<T> attempt(Command<T> command, Duration timeout) {
    StatefulRedisConnection<byte[], byte[]> current = connection;
    if (current == null) {
      return CompletableFuture.failedFuture(new ConnectionLost("not connected", null));
    }
    var reply = new CompletableFuture<T>();
    Consumer<Throwable> fail = reply::completeExceptionally;
    underWay.add(fail);
    Runnable callOff =
        home.after(
            timeout, () -> lose(current, new ConnectionLost("no answer within " + timeout, null)));
    sent(command, current)
        .whenComplete(
            (value, error) ->
                home.run(
                    () -> {
                      callOff.run();
                      underWay.remove(fail);
                      answered(current, reply, value, error);
                    }));
    return reply;
  }

  private static <T extends @Nullable Object> CompletionStage<T> sent(
      Command<T> command, StatefulRedisConnection<byte[], byte[]> current) {
    try {
      return command.send(current.async());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <T extends @Nullable Object> void answered(
      StatefulRedisConnection<byte[], byte[]> current,
      CompletableFuture<T> reply,
      T value,
      @Nullable Throwable error) {
    if (error == null) {
      reply.complete(value);
      return;
    }
    Throwable cause = Script.unwrap(error);
    if (cause instanceof RedisCommandExecutionException) {
      reply.completeExceptionally(cause);
    } else {
      lose(current, cause);
      reply.completeExceptionally(new ConnectionLost("connection lost", cause));
    }
  }

  private void lose(StatefulRedisConnection<byte[], byte[]> lost, @Nullable Throwable why) {
    if (!lost.equals(connection)) {
      return;
    }
    connection = null;
    RedisClients.close(lost);
    if (!closed) {
      health.trouble(this, why);
      home.after(Backoff.after(failures++), this::reconnect);
    }
    List<Consumer<Throwable>> lostReplies = List.copyOf(underWay);
    underWay.clear();
    lostReplies.forEach(fail -> fail.accept(new ConnectionLost("connection lost", why)));
  }

  /** Runs {@code again} after a pause, when there is a connection. */
  void later(int failuresBefore, Runnable again) {
    home.after(Backoff.after(failuresBefore), () -> whenUp(again));
  }

  private void whenUp(Runnable what) {
    if (connection != null) {
      what.run();
    } else if (!closed) {
      waiting.add(what);
    }
  }

  /** Lets a future fail with {@link CancellationException} when this link is closed. */
  <T extends @Nullable Object> CompletableFuture<T> promise() {
    var future = new CompletableFuture<T>();
    if (closed) {
      future.completeExceptionally(closedException());
      return future;
    }
    Consumer<Throwable> fail = future::completeExceptionally;
    promised.add(fail);
    whenDone(future, () -> promised.remove(fail));
    return future;
  }

  /** Fails {@code future} unless it is complete by then. */
  void failAfter(Duration patience, CompletableFuture<?> future, Supplier<Throwable> error) {
    Runnable callOff = home.after(patience, () -> future.completeExceptionally(error.get()));
    whenDone(future, callOff);
  }

  Health health() {
    return health;
  }

  void close() {
    closed = true;
    waiting.clear();
    if (connection != null) {
      lose(connection, null);
    }
    List.copyOf(promised).forEach(fail -> fail.accept(closedException()));
    health.fine(this);
  }

  private static CancellationException closedException() {
    return new CancellationException("the store was closed");
  }

  private static void whenDone(CompletionStage<?> future, Runnable what) {
    future.whenComplete((value, error) -> what.run());
  }
}
