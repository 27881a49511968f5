package dev.kappa.tests;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import redis.embedded.core.ExecutableProvider;

/** A Redis server of the user's own: it can be stopped and started again on its port and data. */
public final class OwnRedis implements AutoCloseable {
  private static final int LOWEST_PORT = 15_000;
  private static final int HIGHEST_PORT = 32_000;

  private static final int ANSWER_MILLIS = 5_000;

  private final Path directory;
  private final int port;
  private final List<String> arguments;
  private Process process;

  private OwnRedis(Path directory, int port, List<String> arguments) throws IOException {
    this.directory = directory;
    this.port = port;
    this.arguments = arguments;
    this.process = launch();
  }

  /**
   * Starts one with an append-only file.
   *
   * @param options more of the server's own
   */
  public static OwnRedis start(Path directory, String... options) throws IOException {
    return start(directory, freePort(), List.of(options));
  }

  static OwnRedis start(Path directory, int port, List<String> options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--port", "" + port, "--bind", "127.0.0.1"));
    all.addAll(List.of("--dir", directory.toString(), "--save", "", "--appendonly", "yes"));
    all.addAll(options);
    return new OwnRedis(Files.createDirectories(directory), port, all);
  }

  /**
   * Starts a Sentinel.
   *
   * @param settings lines of its configuration, behind the port and the directory
   */
  static OwnRedis startSentinel(Path directory, int port, List<String> settings)
      throws IOException {
    Path file = Files.createDirectories(directory).resolve("sentinel.conf");
    List<String> lines = new ArrayList<>(List.of("bind 127.0.0.1", "port " + port));
    lines.add("dir " + directory);
    lines.addAll(settings);
    Files.write(file, lines);
    return new OwnRedis(directory, port, List.of(file.toString(), "--sentinel"));
  }

  /**
   * {@return a port that nobody has just now} It is below those that the system gives to
   * connections: so it is still free when a server comes back to it.
   */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it.
      }
    }
  }

  /** {@return its port} */
  public int port() {
    return port;
  }

  /** {@return its process, of which there is another after each start} */
  public Process process() {
    return process;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** {@return what it answers to an inline command, as the protocol has it} */
  public String ask(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  /** Ends the server as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends the server in good order. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** Starts it again on the same port and data. */
  public void startAgain() throws IOException {
    process = launch();
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ExecutableProvider.newJarResourceProvider().get().getPath());
    command.addAll(arguments);
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(directory.resolve("redis.log").toFile()))
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
