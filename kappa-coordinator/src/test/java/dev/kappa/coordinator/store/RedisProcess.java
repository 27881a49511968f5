package dev.kappa.coordinator.store;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server of a test's own. */
final class RedisProcess implements AutoCloseable {
  private static final File BINARY = binary();
  private static final ClientResources RESOURCES = DefaultClientResources.create();

  private final Path directory;
  private final int port;
  private final List<String> arguments;
  private Process process;

  private RedisProcess(Path directory, int port, List<String> arguments) {
    this.directory = directory;
    this.port = port;
    this.arguments = arguments;
    this.process = launch();
  }

  /** Starts a server with an append-only file that is synced at each write. */
  static RedisProcess start() {
    return start("--appendonly", "yes", "--appendfsync", "always");
  }

  static RedisProcess start(String... options) {
    try {
      return start(freePort(), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a node of a cluster that is yet to be made. */
  static RedisProcess startNode() {
    try {
      return start(
          freePortForANode(),
          "--cluster-enabled",
          "yes",
          "--cluster-node-timeout",
          "1000",
          "--cluster-replica-validity-factor",
          "0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RedisProcess start(int port, String... options) throws IOException {
    Path directory = Files.createTempDirectory("kappa-redis");
    var arguments = new ArrayList<String>(List.of("--port", "" + port, "--bind", "127.0.0.1"));
    arguments.addAll(List.of("--dir", directory.toString(), "--save", ""));
    arguments.addAll(List.of("--maxmemory-policy", "noeviction"));
    arguments.addAll(List.of(options));
    return new RedisProcess(directory, port, arguments);
  }

  /** Starts a Sentinel that watches a master. */
  static RedisProcess startSentinel(int masterPort, int quorum) {
    try {
      Path directory = Files.createTempDirectory("kappa-sentinel");
      int port = freePort();
      Path file = directory.resolve("sentinel.conf");
      Files.writeString(
          file,
          """
          port %d
          bind 127.0.0.1
          dir %s
          sentinel monitor main 127.0.0.1 %d %d
          sentinel down-after-milliseconds main 1000
          sentinel failover-timeout main 4000
          """
              .formatted(port, directory, masterPort, quorum));
      return new RedisProcess(directory, port, List.of(file.toString(), "--sentinel"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node's second port is 10000 above its first. */
  private static int freePortForANode() throws IOException {
    while (true) {
      int port = freePort();
      if (port + 10_000 > 65_535) {
        continue;
      }
      try (var second = new ServerSocket(port + 10_000)) {
        return second.getLocalPort() - 10_000;
      } catch (IOException e) {
        // Taken: try another.
      }
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Ends the server as a power failure of its process would. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("redis-server does not die");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes the server stand still; its connections stay. */
  void pause() {
    signal("-STOP");
  }

  /** Lets it go on. */
  void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again on the same port and files. */
  void restart() {
    process = launch();
  }

  /** Asks or tells the server something directly. */
  <T> T admin(Function<RedisCommands<String, String>, T> what) {
    try (RedisClient client = RedisClient.create(RESOURCES, RedisURI.create(uri()));
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return what.apply(connection.sync());
    }
  }

  /** {@return the names of all keys} */
  Set<String> keys() {
    List<String> found = admin(redis -> redis.keys("*"));
    return new TreeSet<>(found);
  }

  /** {@return the milliseconds until a key expires; -1 if it never does} */
  long timeToLive(String key) {
    Long millis = admin(redis -> redis.pttl(key));
    return millis;
  }

  private Process launch() {
    var command = new ArrayList<String>(List.of(BINARY.getPath()));
    command.addAll(arguments);
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("redis.log").toFile())
              .start();
      awaitListening(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening(Process started) {
    Eventually.holds(
        Duration.ofSeconds(20),
        "redis-server listens",
        () -> {
          if (!started.isAlive()) {
            throw new IllegalStateException("redis-server ended: see " + directory);
          }
          try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.list(directory)) {
      files.map(Path::toFile).forEach(File::delete);
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File binary() {
    try {
      return ExecutableProvider.newJarResourceProvider().get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
