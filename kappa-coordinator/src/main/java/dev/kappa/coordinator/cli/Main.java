package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.encryption.KeySources;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The program {@code kappa}. */
public final class Main {
  private static final int FIRST_WITH_UNSAFE_WARNINGS = 23;

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(new Found(), Main.class, arguments));
  }

  /** The launcher in this jar; not looked for by a command that needs none. */
  private static final class Found implements CoordinatorLauncher {
    @Override
    public RunningCoordinator start(CoordinatorOptions options) {
      return launcher().start(options);
    }

    @Override
    public RunningCoordinator startWithPresentCode(CoordinatorOptions options) {
      return launcher().startWithPresentCode(options);
    }

    @Override
    public RunningCoordinator look(
        Path dataDirectory, @Nullable URI redis, @Nullable KeySources keys) {
      return launcher().look(dataDirectory, redis, keys);
    }

    private static CoordinatorLauncher launcher() {
      return ServiceLoader.load(CoordinatorLauncher.class)
          .findFirst()
          .orElseThrow(
              () ->
                  new KappaException(
                      ErrorCode.INTERNAL, "this jar has no coordinator in it; build it again"));
    }
  }

  /**
   * Runs the command line of this process; answers the exit code.
   *
   * @param program the class with the method {@code main} that calls this
   */
  public static int run(CoordinatorLauncher launcher, Class<?> program, String... arguments) {
    String data = Objects.requireNonNullElse(System.getenv("KAPPA_DATA"), "");
    Surroundings surroundings =
        new Surroundings(
            Terminal.ofProcess(),
            launcher,
            LogFile::redirect,
            Path.of(data.isBlank() ? ".kappa" : data),
            defaultJar(),
            programAgain(program));
    return new Cli(surroundings).run(arguments);
  }

  private static @Nullable Path defaultJar() {
    String jar = System.getProperty("kappa.default.jar");
    return jar == null ? null : Path.of(jar);
  }

  private static List<String> programAgain(Class<?> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= FIRST_WITH_UNSAFE_WARNINGS) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-cp");
    command.add(absoluteClassPath());
    command.add(program.getName());
    return command;
  }

  private static String absoluteClassPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
