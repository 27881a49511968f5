package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.wire.Priority;
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

  @Option(
      names = "--priority",
      paramLabel = "N",
      description =
          "Where more could go on than there are workers: 1 comes first, 5 last (default: 3).")
  private @Nullable Integer priority;

  @Option(
      names = "--fairness-key",
      paramLabel = "KEY",
      description = "Runs of one key, such as a tenant, share one place in the queue for workers.")
  private String fairnessKey = "";

  @Option(
      names = "--fairness-weight",
      paramLabel = "N",
      description = "How many tasks the fairness key is given in its turn, 1 to 100 (default: 1).")
  private @Nullable Integer fairnessWeight;

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
    RunView run = client.start(new StartRequest(workflow, json, key, wanted()));
    if (detach) {
      session.detach();
      return report().detached(run, session, ExitCode.OK);
    }
    terminal().err().printf("%s started (%s)%n", run.runId(), run.workflow());
    return wait(session, client, run);
  }

  private Priority wanted() {
    int level = priority == null ? 0 : Range.within("--priority", priority, 1, Priority.LOWEST);
    int weight =
        fairnessWeight == null
            ? 0
            : Range.within("--fairness-weight", fairnessWeight, 1, Priority.MOST_WEIGHT);
    return StartRequest.priority(level, fairnessKey, weight);
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
