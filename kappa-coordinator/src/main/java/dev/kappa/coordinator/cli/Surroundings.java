package dev.kappa.coordinator.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the commands find around them.
 *
 * @param terminal the user's side
 * @param launcher starts coordinators in this process
 * @param logTo sends all that is logged or printed from then on to a file
 * @param dataDirectory the data directory when none is named
 * @param defaultJar the application when none is named
 * @param program the command that starts this program again in another process, without arguments
 */
public record Surroundings(
    Terminal terminal,
    CoordinatorLauncher launcher,
    Consumer<Path> logTo,
    Path dataDirectory,
    @Nullable Path defaultJar,
    List<String> program) {
  /** Copies the program. */
  public Surroundings {
    program = List.copyOf(program);
  }
}
