package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Keys;
import dev.kappa.coordinator.access.OwnersToken;
import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.access.TokenFile;
import dev.kappa.coordinator.access.Tokens;
import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.api.Entrance;
import dev.kappa.coordinator.api.FakeRuns;
import dev.kappa.coordinator.api.Guard;
import dev.kappa.coordinator.api.Metrics;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.encryption.KeySources;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts the real API server before fake runs, which outlive it as those in a store do. */
final class FakeCoordinator implements CoordinatorLauncher {
  final FakeRuns runs = new FakeRuns();
  final List<CoordinatorOptions> starts = new CopyOnWriteArrayList<>();
  final List<String> looks = new CopyOnWriteArrayList<>();

  @Override
  public RunningCoordinator start(CoordinatorOptions options) {
    starts.add(options);
    return serve(runs, options);
  }

  @Override
  public RunningCoordinator look(
      Path dataDirectory, @Nullable URI redis, @Nullable KeySources keys) {
    looks.add(redis == null ? "embedded" : redis.toString());
    return serve(runs, "127.0.0.1", 0, GuardOptions.NONE);
  }

  static RunningCoordinator serve(Runs runs, CoordinatorOptions options) {
    return serve(runs, options.host(), options.port(), options.guard());
  }

  private static RunningCoordinator serve(Runs runs, String host, int port, GuardOptions options) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Token owner = Token.random();
    TokenFile file = options.tokens() == null ? null : TokenFile.open(options.tokens());
    Tokens tokens = file == null ? null : new OwnersToken(owner, file);
    Entrance entrance = new Entrance(Guard.of(tokens, Keys.of("secret")), null, null);
    ApiServer server =
        ApiServer.start(group, host, port, runs, runs, Optional::empty, entrance, Metrics.NONE);
    return new RunningCoordinator() {
      @Override
      public CompletableFuture<Void> failed() {
        return new CompletableFuture<>();
      }

      @Override
      public URI redis() {
        return URI.create("redis://none");
      }

      @Override
      public URI url() {
        return server.uri();
      }

      @Override
      public @Nullable Token token() {
        return tokens == null ? null : owner;
      }

      @Override
      public void close() {
        if (file != null) {
          file.close();
        }
        server.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      }
    };
  }
}
