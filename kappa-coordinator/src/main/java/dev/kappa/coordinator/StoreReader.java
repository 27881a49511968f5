package dev.kappa.coordinator;

import dev.kappa.coordinator.access.Keys;
import dev.kappa.coordinator.access.OwnersToken;
import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.access.Tokens;
import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.api.Entrance;
import dev.kappa.coordinator.api.Guard;
import dev.kappa.coordinator.api.Metrics;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.encryption.SealedStore;
import dev.kappa.coordinator.engine.StoredRuns;
import dev.kappa.coordinator.store.RedisSettings;
import dev.kappa.coordinator.store.RedisStore;
import dev.kappa.coordinator.store.Store;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Answers what a store keeps of runs, by the API of a coordinator on a free loopback port. It takes
 * nothing over and runs nothing, so a coordinator may work on the same store meanwhile.
 */
public final class StoreReader implements AutoCloseable {
  private final EventLoopGroup group;
  private final Store store;
  private final ApiServer api;
  private final Token token;

  private StoreReader(EventLoopGroup group, Store store, ApiServer api, Token token) {
    this.group = group;
    this.store = store;
    this.api = api;
    this.token = token;
  }

  /**
   * Connects to a store, and serves.
   *
   * @param keys closed with it, also if it can't be started
   * @throws dev.kappa.error.KappaException if the store can't be had; then nothing is left running
   */
  public static StoreReader start(RedisSettings settings, SealedStore.Opened keys) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Store store =
          RedisStore.connect(settings, group).thenCompose(it -> keys.over(it, group)).join();
      StoredRuns runs =
          new StoredRuns(IntStream.range(0, store.partitions()).mapToObj(store::index).toList());
      Token token = Token.random();
      return new StoreReader(group, store, serve(group, runs, token), token);
    } catch (CompletionException e) {
      keys.close();
      stop(group);
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException e) {
      keys.close();
      stop(group);
      throw e;
    }
  }

  /** It is for who started it alone: others of the machine reach the port, too. */
  private static ApiServer serve(EventLoopGroup group, Runs runs, Token token) {
    Tokens one = new OwnersToken(token, other -> Optional.empty());
    Guard guard = Guard.of(one, Keys.of(Token.random().text()));
    return ApiServer.start(
        group,
        "127.0.0.1",
        0,
        runs,
        runs,
        Optional::empty,
        new Entrance(guard, null, null),
        Metrics.NONE);
  }

  /** {@return what it asks for} */
  public Token token() {
    return token;
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
