package dev.kappa.coordinator.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import picocli.CommandLine;

/** Calls the command line in this process, with fake runs behind it. */
final class CalledCli {
  final FakeCoordinator coordinator = new FakeCoordinator();
  final Path data;
  final Path jar;

  CalledCli(Path directory) {
    this.data = directory.resolve("data");
    this.jar = jarAt(directory.resolve("app.jar"));
  }

  /** What came of a call. */
  record Answer(int code, String out, String err) {}

  Answer call(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = cli(out, err).run(arguments);
    return new Answer(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** {@return all commands with their options} */
  CommandLine commands() {
    return cli(new ByteArrayOutputStream(), new ByteArrayOutputStream()).commands();
  }

  private Cli cli(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    Terminal terminal =
        new Terminal(
            stream(out), stream(err), new BufferedReader(new StringReader("")), false, false, 80);
    return new Cli(new Surroundings(terminal, coordinator, log -> {}, data, jar, List.of("false")));
  }

  static Path jarAt(Path file) {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry("app.txt"));
      jar.write(file.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
