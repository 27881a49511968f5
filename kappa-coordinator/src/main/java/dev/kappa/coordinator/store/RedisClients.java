package dev.kappa.coordinator.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections that never reconnect by themselves, never repeat a command and never follow a
 * redirection.
 */
final class RedisClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final Home home;
  private final ClientResources resources;
  private final RedisClient client;

  /**
   * Makes no connection yet.
   *
   * @param trust checks the certificates of servers; null if the JVM's own are to count
   */
  RedisClients(Home home, @Nullable TrustManagerFactory trust) {
    this.home = home;
    resources = SharedLoop.resources(home.loop());
    client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .sslOptions(ssl(trust))
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build())
            .build());
  }

  private static SslOptions ssl(@Nullable TrustManagerFactory trust) {
    SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
    return trust == null ? ssl.build() : ssl.trustManager(trust).build();
  }

  /** Connects to a server, or to the master that Sentinels name. */
  CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect(RedisURI uri) {
    try {
      uri.setTimeout(CONNECT_TIMEOUT);
      return client.connectAsync(ByteArrayCodec.INSTANCE, uri);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Sends commands on a connection of their own, which is closed afterwards.
   *
   * @return completes on the event loop
   */
  <T> CompletableFuture<T> once(RedisURI uri, Duration patience, RedisLink.Command<T> commands) {
    var result = new CompletableFuture<T>();
    connect(uri)
        .whenComplete(
            (connection, error) ->
                home.run(
                    () -> {
                      if (error == null) {
                        converse(connection, patience, commands, result);
                      } else {
                        result.completeExceptionally(Script.unwrap(error));
                      }
                    }));
    return result;
  }

  private <T> void converse(
      StatefulRedisConnection<byte[], byte[]> connection,
      Duration patience,
      RedisLink.Command<T> commands,
      CompletableFuture<T> result) {
    Runnable callOff =
        home.after(
            patience,
            () ->
                result.completeExceptionally(
                    new ConnectionLost("no answer within " + patience.toSeconds() + " s", null)));
    commands
        .send(connection.async())
        .whenComplete(
            (value, error) ->
                home.run(
                    () -> {
                      if (error == null) {
                        result.complete(value);
                      } else {
                        result.completeExceptionally(Script.unwrap(error));
                      }
                    }));
    var unused =
        result.whenComplete(
            (value, error) -> {
              callOff.run();
              close(connection);
            });
  }

  /** Closes a connection without waiting for it. */
  static void close(StatefulRedisConnection<byte[], byte[]> connection) {
    var unused = connection.closeAsync();
  }

  /** Closes all connections; the event loop stays. */
  void close() {
    CompletionStage<Void> closed = client.shutdownAsync(0, 1, TimeUnit.SECONDS);
    closed.whenComplete((done, error) -> Thread.startVirtualThread(this::stopResources));
  }

  /** Waits for a timer's thread to end, hence not on the event loop. */
  private void stopResources() {
    var unused = resources.shutdown(0, 1, TimeUnit.SECONDS);
  }
}
