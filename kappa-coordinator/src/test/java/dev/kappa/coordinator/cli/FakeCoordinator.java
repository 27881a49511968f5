package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.api.FakeRuns;
import dev.kappa.coordinator.api.Runs;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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
  public RunningCoordinator look(Path dataDirectory, @Nullable URI redis) {
    looks.add(redis == null ? "embedded" : redis.toString());
    return serve(runs, "127.0.0.1", 0);
  }

  static RunningCoordinator serve(Runs runs, CoordinatorOptions options) {
    return serve(runs, options.host(), options.port());
  }

  private static RunningCoordinator serve(Runs runs, String host, int port) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ApiServer server = ApiServer.start(group, host, port, runs, runs);
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
      public void close() {
        server.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      }
    };
  }
}
