package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.client.KappaClient;
import picocli.CommandLine.Command;

@Command(
    name = "result",
    mixinStandardHelpOptions = true,
    description = "Wait for the end of a run, and print its result.")
final class ResultCommand extends RunIdCommand {
  ResultCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int work(Session session, KappaClient client) {
    return wait(session, client, client.find(runId()));
  }
}
