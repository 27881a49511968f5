package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.Coordinator;
import dev.kappa.coordinator.embedded.EmbeddedRedis;
import dev.kappa.coordinator.embedded.EmbeddedRedisSettings;
import dev.kappa.coordinator.embedded.EmbeddedRedisSettings.AppendFsync;
import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.platform.local.LocalLambdaSettings;
import dev.kappa.coordinator.platform.local.LocalPlatform;
import dev.kappa.coordinator.store.RedisSettings;
import dev.kappa.coordinator.store.RedisStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A coordinator with local workers and, unless another is named, a Redis of its own. */
public final class LocalCoordinator implements CoordinatorLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCoordinator.class);
  private static final String HANDLER = "dev.kappa.handler.KappaHandler";

  @Override
  public RunningCoordinator start(CoordinatorOptions options) {
    EmbeddedRedis embedded = options.redis() == null ? embedded(options) : null;
    try {
      URI redis = embedded == null ? given(options) : embedded.uri();
      RedisSettings store = RedisSettings.of(redis.toString()).withDurability(options.durability());
      Coordinator.Running running =
          Coordinator.start(
              loop -> RedisStore.connect(store, loop),
              platform(options),
              EngineSettings.of(options.concurrency()),
              options.host(),
              options.port());
      return new Local(running, redis, embedded);
    } catch (RuntimeException e) {
      if (embedded != null) {
        embedded.close();
      }
      throw e;
    }
  }

  private static URI given(CoordinatorOptions options) {
    URI redis = options.redis();
    if (redis == null) {
      throw new IllegalStateException("no Redis is named");
    }
    return redis;
  }

  private static EmbeddedRedis embedded(CoordinatorOptions options) {
    AppendFsync fsync =
        switch (options.durability().level()) {
          case MEMORY -> AppendFsync.OFF;
          case REDIS -> AppendFsync.EVERY_SECOND;
          case FSYNC -> AppendFsync.ALWAYS;
          case REPLICAS ->
              throw new KappaException(
                  ErrorCode.UNSUPPORTED_STORE,
                  "--durability "
                      + options.durability()
                      + ": the embedded Redis has no replicas; name a Redis that has with --redis");
        };
    EmbeddedRedisSettings settings = EmbeddedRedisSettings.defaults().withAppendFsync(fsync);
    return EmbeddedRedis.start(options.dataDirectory(), settings);
  }

  private static Platform platform(CoordinatorOptions options) {
    Path data = options.dataDirectory().toAbsolutePath();
    return LocalPlatform.start(
        LocalLambdaSettings.of("kappa", options.jar(), HANDLER, data)
            .withMemoryMegabytes(options.memoryMb())
            .withTimeout(options.timeout())
            .withConcurrency(options.concurrency())
            .withLogDirectory(data.resolve("workers"))
            .withWorkingDirectory(Path.of("").toAbsolutePath())
            .withEnvironment(Map.of("KAPPA_OUTPUT", data.resolve("output").toString())));
  }

  /** What runs. */
  private record Local(Coordinator.Running running, URI redis, @Nullable EmbeddedRedis embedded)
      implements RunningCoordinator {
    @Override
    public URI url() {
      return running.api();
    }

    @Override
    public CompletableFuture<Void> failed() {
      return running.failed();
    }

    @Override
    public void close() {
      running.close();
      if (embedded != null) {
        embedded.close();
      }
      LOG.info("stopped");
    }
  }
}
