package dev.kappa.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A Redis server of the user's own: it can be stopped and started again on its port and data. */
final class OwnRedis implements AutoCloseable {
  private final Path directory;
  private final Path program;
  private final int port;
  private Process process;

  private OwnRedis(Path directory, Path program, int port) throws IOException {
    this.directory = directory;
    this.program = program;
    this.port = port;
    this.process = launch();
  }

  static OwnRedis start(Path directory) throws IOException {
    Path program = ExecutableProvider.newJarResourceProvider().get().toPath();
    return new OwnRedis(Files.createDirectories(directory), program, freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Ends the server in good order. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** Starts it again on the same port and data. */
  void startAgain() throws IOException {
    process = launch();
  }

  private Process launch() throws IOException {
    List<String> command =
        List.of(
            program.toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--appendonly",
            "yes");
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile())
            .start();
    Eventually.holds("redis-server listens", () -> listens(started));
    return started;
  }

  private boolean listens(Process started) {
    if (!started.isAlive()) {
      throw new AssertionError("redis-server ended; its log is in " + directory);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
