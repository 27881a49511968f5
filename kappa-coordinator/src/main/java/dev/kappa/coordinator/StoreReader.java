package dev.kappa.coordinator;

import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.engine.StoredRuns;
import dev.kappa.coordinator.store.RedisSettings;
import dev.kappa.coordinator.store.RedisStore;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Answers what a store keeps of runs, by the API of a coordinator on a free loopback port. It takes
 * nothing over and runs nothing, so a coordinator may work on the same store meanwhile.
 */
public final class StoreReader implements AutoCloseable {
  private final EventLoopGroup group;
  private final RedisStore store;
  private final ApiServer api;

  private StoreReader(EventLoopGroup group, RedisStore store, ApiServer api) {
    this.group = group;
    this.store = store;
    this.api = api;
  }

  /**
   * Connects to a store, and serves.
   *
   * @throws dev.kappa.error.KappaException if the store can't be had; then nothing is left running
   */
  public static StoreReader start(RedisSettings settings) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      RedisStore store = RedisStore.connect(settings, group).join();
      StoredRuns runs =
          new StoredRuns(IntStream.range(0, store.partitions()).mapToObj(store::index).toList());
      return new StoreReader(group, store, ApiServer.start(group, "127.0.0.1", 0, runs, runs));
    } catch (CompletionException e) {
      stop(group);
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException e) {
      stop(group);
      throw e;
    }
  }

  /** {@return the address of its API} */
  public URI url() {
    return api.uri();
  }

  @Override
  public void close() {
    api.close();
    store.close();
    stop(group);
  }

  private static void stop(EventLoopGroup group) {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
