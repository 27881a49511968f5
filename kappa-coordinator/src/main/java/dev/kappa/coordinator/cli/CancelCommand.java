package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.KappaClient;
import java.time.Duration;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Ask a run to end; what it does at its end is still done.")
final class CancelCommand extends RunIdCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  CancelCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int work(Session session, KappaClient client) {
    RunView asked = client.cancel(runId());
    RunView run = asked.status().ended() ? asked : client.await(runId(), PATIENCE);
    if (!run.status().ended()) {
      session.detach();
    }
    return report().state(run);
  }
}
