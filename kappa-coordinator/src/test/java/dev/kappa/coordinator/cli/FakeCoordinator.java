package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.api.FakeRuns;
import dev.kappa.coordinator.api.Runs;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Starts the real API server before fake runs, which outlive it as those in a store do. */
final class FakeCoordinator implements CoordinatorLauncher {
  final FakeRuns runs = new FakeRuns();
  final List<CoordinatorOptions> starts = new CopyOnWriteArrayList<>();

  @Override
  public RunningCoordinator start(CoordinatorOptions options) {
    starts.add(options);
    return serve(runs, options);
  }

  static RunningCoordinator serve(Runs runs, CoordinatorOptions options) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ApiServer server = ApiServer.start(group, options.host(), options.port(), runs);
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
