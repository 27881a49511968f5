package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.encryption.KeySources;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.platform.local.LocalLambdaSettings;
import dev.kappa.coordinator.store.Durability;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a coordinator works. */
final class ServerFlags {
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);
  private static final int MIN_MEMORY_MB = 128;
  private static final int MAX_MEMORY_MB = 10_240;
  private static final int USUAL_MEMORY_MB = 512;
  private static final String AUTO = "auto";
  private static final int MOST_LARGE_VALUES_MB = 1 << 20;

  /** Of {@code dev} and {@code coordinator}. */
  static final int USUAL_PORT = 7070;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory (default: $KAPPA_DATA, else .kappa here).")
  private @Nullable Path data;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description =
          "Your application's jar (default: the last one here, else the applications that come"
              + " with Kappa).")
  private @Nullable Path jar;

  @Option(
      names = "--function",
      paramLabel = "NAME",
      converter = LambdaFunction.Reader.class,
      description =
          "Function on AWS Lambda that workers run in: its name or ARN, with :VERSION or :ALIAS"
              + " behind it; local for processes on this machine"
              + " (default: the last one here, else local).")
  private @Nullable LambdaFunction function;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      converter = RedisFlag.class,
      description =
          "Redis to use: redis://host:6379, redis-sentinel://host:26379,...#master,"
              + " redis-cluster://host:6379,... or embedded"
              + " (default: $KAPPA_REDIS, else the last one here, else embedded).")
  private @Nullable URI redis;

  @Option(
      names = "--blobs",
      paramLabel = "URI",
      converter = BlobsFlag.Reader.class,
      description =
          "Bucket in which workers put large values: s3://BUCKET/PREFIX, with"
              + " ?region=NAME&endpoint=URL and others; redis for none"
              + " (default: the last one here, else redis).")
  private @Nullable BlobsFlag blobs;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port of the coordinator's API; 0 for one that is free (default: for dev and coordinator"
              + " the last one here, else 7070; else 0).")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "Address of this machine on which clients, workers and other coordinators reach this one"
              + " (default: the last one here, else 127.0.0.1); auto for the one that this machine's"
              + " name leads to. Without --tokens clients need no password: then name another"
              + " one only in a network that you trust.")
  private @Nullable String host;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description = "Memory of a function in MiB (default: the last one here, else 512).")
  private @Nullable Integer memoryMb;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description =
          "Time limit of an invocation, up to 15m (default: the last one here, else 15m).")
  private @Nullable String timeout;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "Most functions at once, 1 to 1000 (default: the last one here, else twice the processors, at least 4).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--large-values",
      paramLabel = "MB",
      description =
          "Most MiB that a run may hold in values above 64 KiB, 1 to 1048576"
              + " (default: the last one here, else 4096).")
  private @Nullable Integer largeValuesMb;

  @Option(
      names = "--durability",
      paramLabel = "LEVEL",
      converter = DurabilityOption.class,
      description =
          "What a commit survives: memory, redis, fsync or replicas:N"
              + " (default: the last one here, else redis).")
  private @Nullable Durability durability;

  @Mixin private GuardFlags guard = new GuardFlags();

  @Mixin private TuningFlags tuning = new TuningFlags();

  /** {@return whom this call says to trust; null for whom the JVM does} */
  @Nullable Path authorities() {
    return guard.authorities();
  }

  DataDirectory data(Surroundings surroundings) {
    return new DataDirectory(data == null ? surroundings.dataDirectory() : data);
  }

  @Nullable Path jar() {
    return jar;
  }

  /**
   * {@return the Redis that the call itself names, whatever the environment says; null for none}
   */
  @Nullable URI redisOfCall() {
    return RedisFlag.resolve(redis, null);
  }

  /** {@return the Redis that the user named for this call, if any} */
  @Nullable URI redis() {
    return redis == null ? RedisFlag.ofEnvironment() : redis;
  }

  /** {@return the Redis of {@code directory}; null for an embedded one} */
  @Nullable URI redis(DataDirectory directory) {
    return RedisFlag.resolve(
        redis(), directory.lastOptions().map(CoordinatorOptions::redis).orElse(null));
  }

  /** {@return where the keys are for what {@code directory} stores; null for none} */
  @Nullable KeySources keys(DataDirectory directory) {
    return guard.keys(
        directory.lastOptions().map(CoordinatorOptions::guard).orElse(GuardOptions.NONE));
  }

  /** {@return the options that were given of whom to trust and what to keep secret} */
  List<String> ofGuard() {
    List<String> given = new ArrayList<>();
    guard.addGiven(given);
    return given;
  }

  /** {@return the options that a remote coordinator can't follow and that were given} */
  List<String> localOnly() {
    List<String> given = new ArrayList<>();
    if (jar != null) {
      given.add("--jar");
    }
    if (function != null) {
      given.add("--function");
    }
    if (redis != null) {
      given.add("--redis");
    }
    if (blobs != null) {
      given.add("--blobs");
    }
    if (data != null) {
      given.add("--data");
    }
    if (port != null) {
      given.add("--port");
    }
    if (host != null) {
      given.add("--host");
    }
    if (memoryMb != null) {
      given.add("--memory");
    }
    if (timeout != null) {
      given.add("--timeout");
    }
    if (concurrency != null) {
      given.add("--concurrency");
    }
    if (largeValuesMb != null) {
      given.add("--large-values");
    }
    if (durability != null) {
      given.add("--durability");
    }
    guard.addGiven(given);
    tuning.addGiven(given);
    return given;
  }

  /**
   * Checks that {@code owner} does what was said for this call: {@code DATA_DIRECTORY_IN_USE} if it
   * runs another application, uses another Redis or promises another durability. What it only does
   * with other limits, or elsewhere, is told.
   */
  void requireSame(Owner owner, DataDirectory directory, Terminal terminal) {
    Jars.requireSame(jar, owner, directory, terminal);
    owner.requireRedis(redis(), directory);
    owner.requireDurability(durability, directory);
    CoordinatorOptions wanted = options(directory, owner.jar(), 0);
    CoordinatorOptions theirs = owner.options();
    Difference difference = new Difference(owner, terminal);
    difference.tell("--function", function, LambdaFunction.orLocal(theirs.function()));
    difference.tell(
        "--blobs", blobs == null ? null : blobs.toString(), BlobsFlag.shown(theirs.blobs()));
    difference.tell("--host", host, theirs.host());
    difference.tell("--memory", memoryMb, theirs.memoryMb());
    difference.tell("--timeout", timeout == null ? null : wanted.timeout(), theirs.timeout());
    difference.tell("--concurrency", concurrency, theirs.concurrency());
    difference.tell("--large-values", largeValuesMb, theirs.largeValuesMb());
    guard.tell(difference, wanted.guard(), theirs.guard());
    tuning.tell(difference, wanted.tuning(), theirs.tuning());
    if (wanted.port() != 0) {
      difference.tell("--port", wanted.port(), owner.url().getPort());
    }
  }

  /** Tells that a coordinator that works already does not do as this call says. */
  record Difference(Owner owner, Terminal terminal) {
    void tell(String option, @Nullable Object said, Object theirs) {
      if (said != null && !said.equals(theirs)) {
        terminal
            .err()
            .printf(
                "note: %s %s does not count: the coordinator (process %d) works with %s%n",
                option, shown(said), owner.pid(), shown(theirs));
      }
    }

    private static String shown(Object value) {
      return value instanceof Duration time ? Range.shown(time) : value.toString();
    }
  }

  /**
   * {@return what is said here, where nothing is said what was said last, else the defaults}
   *
   * @param usualPort listened on if none is said; null for the last server's
   */
  CoordinatorOptions options(
      DataDirectory directory, ApplicationJar application, @Nullable Integer usualPort) {
    CoordinatorOptions last =
        directory.lastOptions().orElseGet(() -> usual(directory, application));
    return new CoordinatorOptions(
        directory.path(),
        RedisFlag.resolve(redis(), last.redis()),
        BlobsFlag.resolve(blobs, last.blobs()),
        host == null ? last.host() : oneAddress(host),
        Range.within("--port", orElse(port, orElse(usualPort, last.port())), 0, 65_535),
        application.path(),
        LambdaFunction.resolve(function, last.function()),
        Range.within("--memory", orElse(memoryMb, last.memoryMb()), MIN_MEMORY_MB, MAX_MEMORY_MB),
        timeout == null
            ? last.timeout()
            : Range.within("--timeout", timeout, SHORTEST_TIMEOUT, MAX_TIMEOUT),
        Range.within("--concurrency", orElse(concurrency, last.concurrency()), 1, most(last)),
        Range.within(
            "--large-values", orElse(largeValuesMb, last.largeValuesMb()), 1, MOST_LARGE_VALUES_MB),
        durability == null ? last.durability() : durability,
        tuning.over(last.tuning()),
        guard.over(last.guard()),
        Files.isDirectory(last.workingDirectory()) ? last.workingDirectory() : here());
  }

  /** {@return how many functions there may be at once: on this machine, each is a process} */
  private int most(CoordinatorOptions last) {
    return LambdaFunction.resolve(function, last.function()) == null
        ? LocalLambdaSettings.MAX_CONCURRENCY
        : Platform.MAX_CONCURRENCY;
  }

  /** Others are told where this coordinator is: that must be one address. */
  private static String oneAddress(String name) {
    if (name.equals(AUTO)) {
      return ownAddress();
    }
    try {
      if (!InetAddress.getByName(name).isAnyLocalAddress()) {
        return name;
      }
    } catch (UnknownHostException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--host %s is unknown (expected: a name or an address of this machine)".formatted(name),
          e);
    }
    throw new KappaException(
        ErrorCode.BAD_REQUEST,
        "--host %s is every address of this machine (expected: the one by which others reach it)"
            .formatted(name));
  }

  /** Where each machine or container has one address, which is not known before it starts. */
  private static String ownAddress() {
    return OwnAddress.find().getHostAddress();
  }

  private static CoordinatorOptions usual(DataDirectory directory, ApplicationJar application) {
    return new CoordinatorOptions(
        directory.path(),
        null,
        null,
        CoordinatorOptions.HOST,
        USUAL_PORT,
        application.path(),
        null,
        USUAL_MEMORY_MB,
        MAX_TIMEOUT,
        Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
        CoordinatorOptions.LARGE_VALUES_MB,
        Durability.REDIS,
        Tuning.USUAL,
        GuardOptions.NONE,
        here());
  }

  private static Path here() {
    return Path.of("").toAbsolutePath();
  }

  private static int orElse(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
