package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run a workflow and wait for its result.")
final class RunCommand extends ClientCommand {
  @Parameters(paramLabel = "WORKFLOW", description = "Name of the workflow.")
  private String workflow = "";

  @Option(
      names = "--input",
      paramLabel = "JSON|@FILE",
      defaultValue = "null",
      description = "The workflow's input as JSON, or @ and a file of JSON (default: null).")
  private String input = "null";

  @Option(names = "--detach", description = "Print the run's id and do not wait.")
  private boolean detach;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Idempotency key: two calls with the same key make one run.")
  private @Nullable String key;

  private String json = "null";

  RunCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    json = InputArgument.json(input);
  }

  @Override
  int work(Session session, KappaClient client) {
    RunView run = client.start(new StartRequest(workflow, json, key));
    if (detach) {
      session.detach();
      return report().detached(run, session, ExitCode.OK);
    }
    terminal().err().printf("%s started (%s)%n", run.runId(), run.workflow());
    return wait(session, client, run);
  }

  @Override
  Need need() {
    return Need.START;
  }

  @Override
  String workflow() {
    return workflow;
  }
}
