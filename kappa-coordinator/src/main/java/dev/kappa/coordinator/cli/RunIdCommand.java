package dev.kappa.coordinator.cli;

import picocli.CommandLine.Parameters;

/** A command about one run. */
abstract class RunIdCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run.")
  private String runId = "";

  RunIdCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  final String runId() {
    return runId;
  }
}
