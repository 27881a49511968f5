package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.Durability;
import dev.kappa.objects.BlobPlace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator is started with.
 *
 * @param dataDirectory where all that it keeps on disk is; exists
 * @param redis the Redis to use; null for an embedded one in the data directory
 * @param blobs the bucket for large values; null to have them in Redis
 * @param host the name or address that it listens on, and by which others reach it
 * @param port the API's port; 0 for one that is free
 * @param jar the application; a readable jar
 * @param function the function on AWS Lambda that workers run in; null for processes on this
 *     machine
 * @param memoryMb the memory of a function, in MiB
 * @param timeout the time limit of an invocation
 * @param concurrency the most functions that run at once
 * @param largeValuesMb the most MiB that a run may hold in values above 64 KiB
 * @param durability what an acknowledged commit survives
 * @param tuning how patient it is, and how much it takes on at once
 * @param guard who may ask it what
 * @param workingDirectory where workers run, so that relative paths keep their meaning; exists
 */
public record CoordinatorOptions(
    Path dataDirectory,
    @Nullable URI redis,
    @Nullable BlobPlace blobs,
    String host,
    int port,
    Path jar,
    @Nullable LambdaFunction function,
    int memoryMb,
    Duration timeout,
    int concurrency,
    int largeValuesMb,
    Durability durability,
    Tuning tuning,
    GuardOptions guard,
    Path workingDirectory) {
  /** Where it listens if nothing else is said: nobody else on the network reaches it. */
  public static final String HOST = "127.0.0.1";

  /** How much a run may hold in large values, unless it is said. */
  static final int LARGE_VALUES_MB = (int) (CoreSettings.Live.DEFAULT.blobBytes() >> 20);

  /** {@return whether runs end with the coordinator} */
  boolean isVolatile() {
    return durability.level() == Durability.Level.MEMORY && redis == null;
  }

  /** {@return the same with another port} */
  public CoordinatorOptions withPort(int newPort) {
    return new CoordinatorOptions(
        dataDirectory,
        redis,
        blobs,
        host,
        newPort,
        jar,
        function,
        memoryMb,
        timeout,
        concurrency,
        largeValuesMb,
        durability,
        tuning,
        guard,
        workingDirectory);
  }

  /** {@return the same with another Redis; null for an embedded one} */
  CoordinatorOptions withRedis(@Nullable URI newRedis) {
    return new CoordinatorOptions(
        dataDirectory,
        newRedis,
        blobs,
        host,
        port,
        jar,
        function,
        memoryMb,
        timeout,
        concurrency,
        largeValuesMb,
        durability,
        tuning,
        guard,
        workingDirectory);
  }

  /** {@return the same without tokens, TLS and keys, for who is alone with it} */
  CoordinatorOptions unguarded() {
    return new CoordinatorOptions(
        dataDirectory,
        redis,
        blobs,
        host,
        port,
        jar,
        function,
        memoryMb,
        timeout,
        concurrency,
        largeValuesMb,
        durability,
        tuning,
        GuardOptions.NONE,
        workingDirectory);
  }

  /** Shows no password. */
  @Override
  public String toString() {
    return "CoordinatorOptions[%s, %s, %s:%d, %s]"
        .formatted(dataDirectory, RedisFlag.shown(redis), host, port, jar);
  }
}
