package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.coordinator.cli.Cli;
import dev.kappa.coordinator.cli.CoordinatorLauncher;
import dev.kappa.coordinator.cli.CoordinatorOptions;
import dev.kappa.coordinator.cli.RunningCoordinator;
import dev.kappa.coordinator.cli.Surroundings;
import dev.kappa.coordinator.cli.Terminal;
import dev.kappa.coordinator.encryption.KeySources;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The command line in this process, for the many calls of which each starts nothing: a process of
 * its own for each would take most of the time.
 */
final class CalledHere {
  private CalledHere() {}

  /** Calls {@code kappa ARGUMENTS}, with these system properties while it works. */
  static Called call(Map<String, String> properties, List<String> arguments) {
    Map<String, @Nullable String> before = new HashMap<>();
    properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      return call(arguments);
    } finally {
      before.forEach(CalledHere::restore);
    }
  }

  /** {@return what {@code kappa ARGUMENTS} did; empty if it wants to start something} */
  static Optional<Called> tried(List<String> arguments) {
    try {
      return Optional.of(call(arguments));
    } catch (StartsSomething e) {
      return Optional.empty();
    }
  }

  private static Called call(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            new BufferedReader(Reader.nullReader()),
            false,
            false,
            80);
    Surroundings surroundings =
        new Surroundings(
            terminal, new NoCoordinator(), log -> {}, Path.of("none"), Kappa.APPS, List.of());
    int exit = new Cli(surroundings).run(arguments.toArray(String[]::new));
    return new Called(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static void restore(String name, @Nullable String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  /** The call wants a process of its own. */
  private static final class StartsSomething extends Error {
    private static final long serialVersionUID = 1L;

    StartsSomething() {
      super("a call that starts something wants a process of its own");
    }
  }

  private static final class NoCoordinator implements CoordinatorLauncher {
    @Override
    public RunningCoordinator start(CoordinatorOptions options) {
      throw new StartsSomething();
    }

    @Override
    public RunningCoordinator look(
        Path dataDirectory, @Nullable URI redis, @Nullable KeySources keys) {
      throw new StartsSomething();
    }
  }
}
