package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.client.KappaClient;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Print how far a run is, without waiting.")
final class StatusCommand extends RunIdCommand {
  StatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Need need() {
    return Need.LOOK;
  }

  @Override
  int work(Session session, KappaClient client) {
    return report().state(client.find(runId()));
  }
}
