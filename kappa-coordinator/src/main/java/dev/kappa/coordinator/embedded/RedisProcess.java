package dev.kappa.coordinator.embedded;

import dev.kappa.coordinator.process.OwnSession;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running server, and the watch that ends it when this process dies: a shell that waits for the
 * end of its input, whose other end is here.
 */
final class RedisProcess {
  private static final String START = "echo $$ > \"$1\" && exec \"$2\" \"$3\"";
  private static final String WATCH = "trap '' INT HUP TERM; read -r line; kill -TERM \"$1\"";
  private static final File NOTHING = new File("/dev/null");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process server;
  private final Process watch;

  private RedisProcess(Process server, Process watch) {
    this.server = server;
    this.watch = watch;
  }

  static RedisProcess start(RedisProgram program, RedisDirectory directory) throws IOException {
    Process server =
        quiet(
                OwnSession.command(
                    List.of(
                        "/bin/sh",
                        "-c",
                        START,
                        "redis",
                        directory.processId().toString(),
                        program.file().toString(),
                        directory.configuration().toString())))
            .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
            .start();
    try {
      Process watch =
          quiet(
                  OwnSession.command(
                      List.of("/bin/sh", "-c", WATCH, "redis-watch", "" + server.pid())))
              .start();
      return new RedisProcess(server, watch);
    } catch (IOException e) {
      server.destroy();
      throw e;
    }
  }

  private static ProcessBuilder quiet(List<String> command) {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  boolean isAlive() {
    return server.isAlive();
  }

  long pid() {
    return server.pid();
  }

  /** Waits until the server has ended by itself; then its watch is ended too. */
  int awaitEnd() throws InterruptedException {
    int status = server.waitFor();
    watch.destroyForcibly();
    return status;
  }

  /** Ends the server in good order, by force if it takes too long. */
  void end() {
    watch.destroyForcibly();
    server.destroy();
    try {
      if (!server.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        server.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
