package dev.kappa.coordinator.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Makes connections to one server that never reconnect by themselves and never repeat a command.
 */
final class RedisClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;

  RedisClients(RedisSettings settings, EventLoop loop) {
    uri = settings.redisUri();
    uri.setTimeout(CONNECT_TIMEOUT);
    resources = SharedLoop.resources(loop);
    client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build())
            .build());
  }

  CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect() {
    try {
      return client.connectAsync(ByteArrayCodec.INSTANCE, uri);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
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
