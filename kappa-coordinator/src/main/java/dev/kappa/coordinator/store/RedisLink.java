package dev.kappa.coordinator.store;

import dev.kappa.error.KappaException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a master, made anew when it breaks, until it is closed. A command is sent at
 * most once: what was under way when the connection broke fails with {@link ConnectionLost}. Used
 * on its event loop only.
 */
final class RedisLink {
  /** Sends a command on the connection of the moment. */
  interface Command<T extends @Nullable Object> {
    CompletionStage<T> send(RedisAsyncCommands<byte[], byte[]> redis);
  }

  /** Is told how the connection fares. */
  interface Watcher {
    /** It can be used. */
    void up();

    /** It was lost, or could not be made; another attempt follows. */
    void down();
  }

  /** Between two looks at the settings of a server. */
  static final Duration CHECK_EACH = Duration.ofSeconds(10);

  private static final Duration CHECK_PATIENCE = Duration.ofSeconds(3);

  private final Home home;
  private final @Nullable Command<Void> check;
  private final Supplier<CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connector;
  private final Health.Place health;
  private final Watcher watcher;
  private final int replicas;
  private final Set<Consumer<Throwable>> underWay = new LinkedHashSet<>();
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection;
  private @Nullable Confirmations confirmations;
  private int failures;
  private boolean closed;

  RedisLink(
      Home home,
      Supplier<CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connector,
      @Nullable Command<Void> check,
      Health.Place health,
      Watcher watcher,
      int replicas) {
    this.home = home;
    this.connector = connector;
    this.check = check;
    this.health = health;
    this.watcher = watcher;
    this.replicas = replicas;
  }

  boolean isUp() {
    return connection != null;
  }

  /** Connects, for as long as it takes. */
  void connect() {
    if (!closed) {
      connector.get().whenComplete((made, error) -> home.run(() -> connected(made, error)));
    }
  }

  private void connected(
      @Nullable StatefulRedisConnection<byte[], byte[]> made, @Nullable Throwable error) {
    if (made == null) {
      again(error);
      return;
    }
    if (check == null) {
      use(made);
      return;
    }
    var unused =
        checked(check, made)
            .whenComplete(
                (passed, why) -> {
                  if (why == null) {
                    use(made);
                    home.after(CHECK_EACH, () -> checkAgain(check, made));
                  } else {
                    RedisClients.close(made);
                    again(why);
                  }
                });
  }

  /** {@return completes when the server has passed the check} */
  private CompletableFuture<Void> checked(
      Command<Void> demanded, StatefulRedisConnection<byte[], byte[]> made) {
    var answer = new CompletableFuture<Void>();
    Runnable callOff =
        home.after(
            CHECK_PATIENCE,
            () ->
                answer.completeExceptionally(
                    new ConnectionLost("no answer within " + CHECK_PATIENCE, null)));
    sent(demanded, made)
        .whenComplete(
            (passed, error) ->
                home.run(
                    () -> {
                      callOff.run();
                      if (error == null) {
                        answer.complete(null);
                      } else {
                        answer.completeExceptionally(Script.unwrap(error));
                      }
                    }));
    return answer;
  }

  /** Looks at the settings again after a while, as long as the connection is in use. */
  private void checkAgain(Command<Void> demanded, StatefulRedisConnection<byte[], byte[]> made) {
    if (!made.equals(connection)) {
      return;
    }
    var unused =
        checked(demanded, made)
            .whenComplete(
                (passed, why) -> {
                  if (why instanceof KappaException) {
                    lose(made, why);
                  } else {
                    home.after(CHECK_EACH, () -> checkAgain(demanded, made));
                  }
                });
  }

  private void use(StatefulRedisConnection<byte[], byte[]> made) {
    if (closed) {
      RedisClients.close(made);
      return;
    }
    connection = made;
    confirmations = new Confirmations(made.async(), replicas);
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
    watcher.up();
  }

  private void again(@Nullable Throwable why) {
    if (!closed) {
      health.trouble(this, why);
      home.after(Backoff.after(failures++), this::connect);
      watcher.down();
    }
  }

  /**
   * As {@link #attempt}, but succeeds only when the replicas that durability asks for have what the
   * command wrote.
   */
  <T extends @Nullable Object> CompletionStage<T> attemptDurably(
      Command<T> command, Duration timeout) {
    Confirmations ofThisConnection = confirmations;
    if (ofThisConnection == null || replicas == 0) {
      return attempt(command, timeout);
    }
    return attempt(
        redis ->
            command
                .send(redis)
                .thenCompose(value -> ofThisConnection.confirmed().thenApply(done -> value)),
        timeout);
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
    switch (Trouble.of(cause)) {
      case REFUSED, ELSEWHERE -> reply.completeExceptionally(cause);
      case WRONG_SERVER -> {
        lose(current, cause);
        reply.completeExceptionally(cause);
      }
      case UNKNOWN -> {
        lose(current, cause);
        reply.completeExceptionally(new ConnectionLost("connection lost", cause));
      }
    }
  }

  private void lose(StatefulRedisConnection<byte[], byte[]> lost, @Nullable Throwable why) {
    if (!lost.equals(connection)) {
      return;
    }
    connection = null;
    confirmations = null;
    RedisClients.close(lost);
    again(why);
    List<Consumer<Throwable>> lostReplies = List.copyOf(underWay);
    underWay.clear();
    lostReplies.forEach(fail -> fail.accept(new ConnectionLost("connection lost", why)));
  }

  void close() {
    closed = true;
    if (connection != null) {
      lose(connection, null);
    }
    health.fine(this);
  }
}
