package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Role;
import dev.kappa.coordinator.access.TokenFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description =
        "Make a token for clients of a coordinator, print it, and add its line, which does not hold"
            + " it, to a file. To withdraw a token, remove its line.")
final class TokenCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(index = "0", paramLabel = "NAME", description = "Whose it is, for the records.")
  private String name = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description =
          "read: look at runs; run: also start, signal and cancel them; admin: all."
              + " (${COMPLETION-CANDIDATES})")
  private Role role = Role.READ;

  @Option(
      names = "--tokens",
      required = true,
      paramLabel = "FILE",
      description = "The file, as the coordinator's --tokens names it; made if there is none.")
  private Path file = Path.of("");

  TokenCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.terminal().out().println(TokenFile.add(file, name, role).text());
    surroundings
        .terminal()
        .err()
        .printf("The token is shown this once; %s has a hash of it.%n", file);
    return ExitCode.OK;
  }
}
