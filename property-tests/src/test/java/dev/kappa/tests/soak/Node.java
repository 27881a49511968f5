package dev.kappa.tests.soak;

import dev.kappa.tests.Kappa;
import dev.kappa.tests.OwnRedis;
import dev.kappa.tests.Processes;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator as a user has it, with its workers. When its process ends it is started again, on
 * the same directory and port; all its connections but the clients' go through cables.
 */
final class Node implements AutoCloseable {
  /** As long as nobody brings it back. */
  static final Duration FOREVER = Duration.ofDays(30);

  /** It waits 20 s for others, and may be frozen meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

  private final Path data;
  private final int port;
  private final Servers.Way store;
  private final Services.Ways ways;
  private final List<String> command;
  private final Path err;
  private final List<End> ends = new ArrayList<>();
  private @Nullable Process process;
  private long awayUntil = System.nanoTime();
  private boolean killed;
  private long errBefore;

  private Node(Path data, Servers.Way store, Services.Ways ways, List<String> options) {
    this.data = data;
    this.err = data.resolve("coordinator.err");
    this.port = OwnRedis.freePort();
    this.store = store;
    this.ways = ways;
    List<String> arguments =
        new ArrayList<>(List.of("coordinator", "--port", "" + port, "--concurrency", "4"));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(List.of("--redis", store.uri()));
    arguments.addAll(ways.options());
    arguments.addAll(options);
    this.command = Kappa.command(arguments.toArray(String[]::new));
  }

  /** Makes one that is not started yet. */
  static Node on(Path data, Servers.Way store, Services services, List<String> options)
      throws IOException {
    Files.createDirectories(data);
    return new Node(data, store, services.ways(data), options);
  }

  Path data() {
    return data;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Cable cable(Fault.Line line, int which) {
    List<Cable> cables =
        line == Fault.Line.STORE
            ? store.cables()
            : Objects.requireNonNull(ways.cables().get(line), "there is no line " + line);
    return cables.get(which % cables.size());
  }

  List<ProcessHandle> workers() {
    return ways.workers().get();
  }

  /**
   * How a process ended that was not killed.
   *
   * @param code its exit code
   * @param served whether it had served; one that could not start is tried again
   */
  record End(int code, boolean served) {}

  /** {@return how its process ended without being killed, each time} */
  synchronized List<End> ends() {
    return List.copyOf(ends);
  }

  synchronized @Nullable ProcessHandle process() {
    return process == null || !process.isAlive() ? null : process.toHandle();
  }

  /** Starts it if it does not run and is not to stay away. */
  synchronized void keepUp() throws IOException {
    if (process != null && process.isAlive()) {
      return;
    }
    if (process != null && !killed) {
      ends.add(new End(process.exitValue(), served()));
      awayUntil = System.nanoTime() + PAUSE_NANOS;
    }
    killed = true;
    if (System.nanoTime() - awayUntil >= 0) {
      process = start();
      killed = false;
    }
  }

  private boolean served() throws IOException {
    byte[] all = Files.readAllBytes(err);
    int from = Math.toIntExact(errBefore);
    return new String(all, from, all.length - from, StandardCharsets.UTF_8)
        .contains("coordinator: http");
  }

  private Process start() throws IOException {
    errBefore = Files.exists(err) ? Files.size(err) : 0;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(data.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(Redirect.appendTo(data.resolve("coordinator.out").toFile()))
            .redirectError(Redirect.appendTo(err.toFile()));
    builder.environment().put(Processes.MARK, data.toString());
    builder.environment().putAll(ways.environment());
    builder.environment().keySet().removeAll(List.of("KAPPA_DATA", "KAPPA_REDIS"));
    return builder.start();
  }

  /** Ends it as {@code kill -9} does; it is started again after {@code away}. */
  synchronized void kill(Duration away) {
    awayUntil = System.nanoTime() + away.toNanos();
    killed = true;
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /**
   * Asks it to end, as SIGTERM does; it is started again {@code away} after it has ended.
   *
   * @return whether it ended in time
   */
  boolean leave(Duration away) {
    CompletableFuture<?> ended = askToEnd();
    try {
      ended.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("while a coordinator ends", e);
    } finally {
      stayAway(away);
    }
  }

  private synchronized CompletableFuture<?> askToEnd() {
    killed = true;
    awayUntil = System.nanoTime() + FOREVER.toNanos();
    if (process == null) {
      return CompletableFuture.completedFuture(null);
    }
    process.destroy();
    return process.onExit();
  }

  private synchronized void stayAway(Duration away) {
    awayUntil = System.nanoTime() + away.toNanos();
  }

  /** It need not stay away any longer. */
  void comeBack() {
    stayAway(Duration.ZERO);
  }

  /** Ends all its processes, whatever they do just now. */
  @Override
  public void close() throws IOException {
    kill(FOREVER);
    if (store.own()) {
      for (Cable cable : store.cables()) {
        cable.close();
      }
    }
    for (List<Cable> cables : ways.cables().values()) {
      for (Cable cable : cables) {
        cable.close();
      }
    }
    Processes.of(data).forEach(ProcessHandle::destroyForcibly);
  }
}
