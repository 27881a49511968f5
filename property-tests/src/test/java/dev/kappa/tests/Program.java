package dev.kappa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test has started. Closing kills it, if it still runs. */
final class Program implements AutoCloseable {
  private static final long LIMIT_SECONDS = 150;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code command} in {@code directory}; processes that it starts are {@code data}'s. */
  static Program start(Path directory, Path data, List<String> command) {
    return start(directory, data, command, Map.of());
  }

  /** As {@link #start(Path, Path, List)}, with more in its environment. */
  static Program start(
      Path directory, Path data, List<String> command, Map<String, String> environment) {
    try {
      Path out = Files.createTempFile(data, "called-", ".out");
      Path err = Files.createTempFile(data, "called-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put(Processes.MARK, data.toString());
      builder.environment().putAll(environment);
      builder.environment().remove("KAPPA_DATA");
      builder.environment().remove("KAPPA_REDIS");
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String err() {
    return read(err);
  }

  /** Waits for the end. */
  Called await() {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end: " + read(out) + read(err));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return new Called(process.exitValue(), read(out), read(err));
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it as {@code kill} does, and waits for its end. */
  Called end() {
    process.destroy();
    return await();
  }

  @Override
  public void close() {
    kill();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
