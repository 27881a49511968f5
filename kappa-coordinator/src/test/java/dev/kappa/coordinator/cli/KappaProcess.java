package dev.kappa.coordinator.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own. */
final class KappaProcess implements AutoCloseable {
  private static final long SIGINT_BIT = 1 << 1;

  private final Process process;
  private final BufferedReader err;

  private KappaProcess(Process process) {
    this.process = process;
    this.err = process.errorReader(StandardCharsets.UTF_8);
    // One that hangs must not hang the test: its streams end with it.
    process
        .onExit()
        .orTimeout(1, TimeUnit.MINUTES)
        .whenComplete(
            (ended, late) -> {
              if (late != null) {
                process.destroyForcibly();
              }
            });
  }

  static KappaProcess start(Path data, Path jar, boolean terminal, String... arguments)
      throws IOException {
    return start(data, jar, terminal, Map.of(), arguments);
  }

  static KappaProcess start(
      Path data, Path jar, boolean terminal, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dkappa.terminal=" + (terminal ? "asks" : ""),
                "-Dkappa.default.jar=" + jar,
                "-cp",
                System.getProperty("java.class.path"),
                FakeKappa.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("KAPPA_REDIS");
    builder.environment().put("KAPPA_DATA", data.toString());
    builder.environment().putAll(environment);
    return new KappaProcess(builder.start());
  }

  void interrupt() throws IOException, InterruptedException {
    assumeFalse(ignoresInterrupts(), "whoever started the tests ignores interrupts: so do we");
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** A process that was started in the background of a script inherits that SIGINT is ignored. */
  private boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "status");
    if (!Files.exists(status)) {
      return false;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn: 0");
    return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & SIGINT_BIT) != 0;
  }

  void type(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
  }

  /** Reads standard error until {@code text} has come; fails at its end. */
  void awaitErr(String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = err.read();
      if (next < 0) {
        throw new AssertionError("no '" + text + "' in: " + read);
      }
      read.append((char) next);
    }
  }

  String restOfErr() throws IOException {
    return String.join("\n", err.lines().toList());
  }

  String out() throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
