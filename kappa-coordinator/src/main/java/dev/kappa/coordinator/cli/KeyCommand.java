package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.encryption.KeyFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description =
        "Make a key that protects what coordinators store, and add it to a file, which --keys"
            + " names as file:PATH. Who loses the file loses all runs.")
final class KeyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "The file; made if there is none. Its last key is the one to write with.")
  private Path file = Path.of("");

  @Option(
      names = "--reading",
      description = "Put it first, where it is for reading only: until all coordinators have it.")
  private boolean reading;

  KeyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.terminal().out().println(KeyFile.add(file.toAbsolutePath(), reading));
    return ExitCode.OK;
  }
}
