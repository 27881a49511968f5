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

/** A real Redis server of a test's own, with an append-only file that is synced at each write. */
final class RedisProcess implements AutoCloseable {
  private static final File BINARY = binary();
  private static final ClientResources RESOURCES = DefaultClientResources.create();

  private final Path directory;
  private final int port;
  private Process process;

  private RedisProcess(Path directory, int port) {
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  static RedisProcess start() {
    try {
      return new RedisProcess(Files.createTempDirectory("kappa-redis"), freePort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", directory.toString(), "--save", ""));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    command.addAll(List.of("--maxmemory-policy", "noeviction"));
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
