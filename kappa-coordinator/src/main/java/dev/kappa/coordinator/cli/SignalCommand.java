package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.KappaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "signal",
    mixinStandardHelpOptions = true,
    description = "Complete a signal that a run waits for, or will.")
final class SignalCommand extends RunIdCommand {
  @Parameters(index = "1", paramLabel = "NAME", description = "Name of the signal.")
  private String name = "";

  @Option(
      names = "--input",
      paramLabel = "JSON",
      defaultValue = "null",
      description = "What it is completed with: JSON, or @FILE. Default: null.")
  private String input = "";

  SignalCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int work(Session session, KappaClient client) {
    RunView run = client.signal(runId(), name, InputArgument.json(input));
    if (!run.status().ended()) {
      session.detach();
    }
    return report().state(run);
  }
}
