package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.client.KappaClient;
import picocli.CommandLine.Command;

@Command(
    name = "terminate",
    mixinStandardHelpOptions = true,
    description = "End a run at once; what it would do at its end is not done.")
final class TerminateCommand extends RunIdCommand {
  TerminateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int work(Session session, KappaClient client) {
    return report().state(client.terminate(runId()));
  }
}
