package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.Coordinator;
import dev.kappa.coordinator.Listening;
import dev.kappa.coordinator.StoreReader;
import dev.kappa.coordinator.access.Protection;
import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.embedded.EmbeddedRedis;
import dev.kappa.coordinator.embedded.EmbeddedRedisSettings;
import dev.kappa.coordinator.embedded.EmbeddedRedisSettings.AppendFsync;
import dev.kappa.coordinator.encryption.KeySources;
import dev.kappa.coordinator.encryption.SealedStore;
import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.platform.local.KeptJars;
import dev.kappa.coordinator.platform.local.LocalLambdaSettings;
import dev.kappa.coordinator.platform.local.LocalPlatform;
import dev.kappa.coordinator.store.RedisSettings;
import dev.kappa.coordinator.store.RedisStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A coordinator with local workers and a Redis of its own, unless others are named. */
public final class LocalCoordinator implements CoordinatorLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCoordinator.class);
  private static final String HANDLER = "dev.kappa.handler.KappaHandler";

  /** By what AWS's clients find credentials, and servers that are not AWS's. */
  private static final List<String> CREDENTIALS =
      List.of(
          "HOME",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_PROFILE",
          "AWS_CONFIG_FILE",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_ROLE_ARN",
          "AWS_ROLE_SESSION_NAME",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_ENDPOINT_URL",
          "AWS_ENDPOINT_URL_S3");

  /** How many resident tasks the coordinator's own process for them does at once. */
  private static final String RESIDENT = "KAPPA_RESIDENT";

  @Override
  public RunningCoordinator start(CoordinatorOptions options) {
    return start(options, new DataDirectory(options.dataDirectory()).versions());
  }

  @Override
  public RunningCoordinator startWithPresentCode(CoordinatorOptions options) {
    return start(options, null);
  }

  private static RunningCoordinator start(CoordinatorOptions options, @Nullable KeptJars versions) {
    WayBack.require(options);
    OpenFiles.demand(options.concurrency(), OpenFiles.limit());
    warnIfOpen(options);
    EmbeddedRedis embedded = options.redis() == null ? embedded(options) : null;
    return with(
        options.redis(),
        embedded,
        redis -> {
          RedisSettings store =
              RedisSettings.of(redis.toString()).withDurability(options.durability());
          Protection protection = protection(options.guard());
          Coordinator.Running running = running(options, store, versions, embedded, protection);
          return new Local(
              running.api(), running.failed(), running, redis, embedded, protection.owner());
        });
  }

  private static Coordinator.Running running(
      CoordinatorOptions options,
      RedisSettings store,
      @Nullable KeptJars versions,
      @Nullable EmbeddedRedis embedded,
      Protection protection) {
    SealedStore.Opened keys = SealedStore.open(options.guard().keys());
    try {
      return Coordinator.start(
          group -> RedisStore.connect(store, group).thenCompose(it -> keys.over(it, group)),
          blobs(options),
          platform(options, versions),
          settings(options),
          new Listening(options.host(), options.port(), options.tuning().workerPort()),
          options.tuning().lease(),
          embedded != null,
          protection);
    } catch (RuntimeException e) {
      keys.close();
      throw e;
    }
  }

  @Override
  public RunningCoordinator look(
      Path dataDirectory, @Nullable URI named, @Nullable KeySources keys) {
    EmbeddedRedis embedded =
        named == null ? EmbeddedRedis.start(dataDirectory, EmbeddedRedisSettings.defaults()) : null;
    return with(
        named,
        embedded,
        redis -> {
          StoreReader reader =
              StoreReader.start(RedisSettings.of(redis.toString()), SealedStore.open(keys));
          return new Local(
              reader.url(), new CompletableFuture<>(), reader, redis, embedded, reader.token());
        });
  }

  /**
   * Starts what works with a Redis: the one named, else the embedded one, which ends if it fails.
   */
  private static RunningCoordinator with(
      @Nullable URI named, @Nullable EmbeddedRedis embedded, Function<URI, Local> start) {
    try {
      return start.apply(embedded == null ? Objects.requireNonNull(named) : embedded.uri());
    } catch (RuntimeException e) {
      if (embedded != null) {
        embedded.close();
      }
      throw e;
    }
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

  private static void warnIfOpen(CoordinatorOptions options) {
    if (options.guard().tokens() == null && !WayBack.isLoopback(options.host())) {
      LOG.warn(
          "whoever reaches {} may start, end and read runs: --tokens asks for tokens",
          options.host());
    }
  }

  /** What is encrypted in Redis is also in the bucket. */
  private static @Nullable BlobPlace blobs(CoordinatorOptions options) {
    BlobPlace place = options.blobs();
    return place == null || options.guard().keys() == null ? place : place.sealed();
  }

  private static Protection protection(GuardOptions guard) {
    Token owner = guard.tokens() == null ? null : Token.random();
    return new Protection(guard.tokens(), owner, guard.audit(), guard.tls());
  }

  private static EngineSettings settings(CoordinatorOptions options) {
    long largeValues = (long) options.largeValuesMb() << 20;
    return options
        .tuning()
        .engine(CoreSettings.DEFAULT.withLargeValues(largeValues), options.concurrency());
  }

  private static Platform platform(CoordinatorOptions options, @Nullable KeptJars versions) {
    LambdaFunction function = options.function();
    return function == null
        ? localPlatform(options, versions)
        : function.platform(options.timeout(), options.concurrency());
  }

  private static Platform localPlatform(CoordinatorOptions options, @Nullable KeptJars versions) {
    Path data = options.dataDirectory().toAbsolutePath();
    return LocalPlatform.start(
        LocalLambdaSettings.of("kappa", options.jar(), HANDLER, data)
            .withMemoryMegabytes(options.memoryMb())
            .withTimeout(options.timeout())
            .withConcurrency(options.concurrency())
            .withLogDirectory(data.resolve("workers"))
            .withWorkingDirectory(options.workingDirectory())
            .withEnvironment(environment(data.resolve("output"))),
        versions);
  }

  /**
   * As functions have those of their role, workers have the credentials of who starts them. A place
   * in a bucket for what runs leave is handed on, too.
   */
  private static Map<String, String> environment(Path output) {
    Map<String, String> all = new HashMap<>();
    String told = System.getenv("KAPPA_OUTPUT");
    boolean bucket = told != null && told.startsWith("s3://");
    all.put("KAPPA_OUTPUT", bucket ? told : output.toString());
    Stream.concat(CREDENTIALS.stream(), Stream.of(RESIDENT))
        .filter(name -> System.getenv(name) != null)
        .forEach(name -> all.put(name, System.getenv(name)));
    return all;
  }

  /** What runs. */
  private record Local(
      URI url,
      CompletableFuture<Void> failed,
      AutoCloseable server,
      URI redis,
      @Nullable EmbeddedRedis embedded,
      @Nullable Token token)
      implements RunningCoordinator {
    @Override
    public void close() {
      try {
        server.close();
      } catch (Exception e) {
        LOG.warn("while stopping", e);
      } finally {
        if (embedded != null) {
          embedded.close();
        }
      }
      LOG.info("stopped");
    }
  }
}
