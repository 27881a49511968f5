package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.DurationText;
import dev.kappa.coordinator.store.Durability;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a coordinator works. */
final class ServerFlags {
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);
  private static final int MIN_MEMORY_MB = 128;
  private static final int MAX_MEMORY_MB = 10_240;
  private static final int MAX_CONCURRENCY = 10_000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory (default: $KAPPA_DATA, else .kappa here).")
  private @Nullable Path data;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Your application's jar (default: the applications that come with Kappa).")
  private @Nullable Path jar;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "Redis to use: redis://host:6379, redis-sentinel://host:26379,...#master or"
              + " redis-cluster://host:6379,... (default: an embedded one).")
  private @Nullable URI redis;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the coordinator's API; 0 for one that is free.")
  private @Nullable Integer port;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "512",
      description = "Memory of a function in MiB (default: ${DEFAULT-VALUE}).")
  private int memoryMb;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "Time limit of an invocation, up to 15m (default: ${DEFAULT-VALUE}).")
  private String timeout = "15m";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Most functions at once (default: twice the processors, at least 4).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--durability",
      paramLabel = "LEVEL",
      defaultValue = "redis",
      converter = DurabilityOption.class,
      description =
          "What a commit survives: memory, redis, fsync or replicas:N (default: ${DEFAULT-VALUE}).")
  private Durability durability = Durability.REDIS;

  DataDirectory data(Surroundings surroundings) {
    return new DataDirectory(data == null ? surroundings.dataDirectory() : data);
  }

  @Nullable Path jar() {
    return jar;
  }

  @Nullable URI redis() {
    return redis;
  }

  /** {@return whether runs end with the coordinator that is started with these options} */
  boolean isVolatile() {
    return durability.level() == Durability.Level.MEMORY && redis == null;
  }

  /** {@return the options that a remote coordinator can't follow and that were given} */
  List<String> localOnly() {
    List<String> given = new ArrayList<>();
    if (jar != null) {
      given.add("--jar");
    }
    if (redis != null) {
      given.add("--redis");
    }
    if (data != null) {
      given.add("--data");
    }
    return given;
  }

  CoordinatorOptions options(DataDirectory directory, ApplicationJar application, int usualPort) {
    return new CoordinatorOptions(
        directory.path(),
        redis,
        "127.0.0.1",
        within("--port", port == null ? usualPort : port, 0, 65_535),
        application.path(),
        within("--memory", memoryMb, MIN_MEMORY_MB, MAX_MEMORY_MB),
        timeLimit(),
        within("--concurrency", concurrency(), 1, MAX_CONCURRENCY),
        durability);
  }

  /** {@return the arguments that start a coordinator of the same settings} */
  List<String> arguments(DataDirectory directory, ApplicationJar application) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--data=" + directory.path(),
                "--jar=" + application.path(),
                "--memory=" + memoryMb,
                "--timeout=" + timeout,
                "--concurrency=" + concurrency(),
                "--durability=" + durability));
    if (redis != null) {
      arguments.add("--redis=" + redis);
    }
    return arguments;
  }

  private int concurrency() {
    return concurrency == null
        ? Math.max(4, 2 * Runtime.getRuntime().availableProcessors())
        : concurrency;
  }

  private Duration timeLimit() {
    Duration limit = DurationText.parse("--timeout", timeout);
    if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(MAX_TIMEOUT) > 0) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "--timeout: %s (expected: 1s to 15m)".formatted(timeout));
    }
    return limit;
  }

  private static int within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
    return value;
  }
}
