package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.client.KappaClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", mixinStandardHelpOptions = true, description = "List runs, newest first.")
final class ListCommand extends ClientCommand {
  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only runs of this status: ${COMPLETION-CANDIDATES}.")
  private @Nullable RunStatus status;

  @Option(names = "--workflow", paramLabel = "NAME", description = "Only runs of this workflow.")
  private @Nullable String only;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most this many (default: ${DEFAULT-VALUE}).")
  private int limit = RunFilter.DEFAULT_LIMIT;

  private RunFilter filter = new RunFilter(null, RunFilter.DEFAULT_LIMIT, null);

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    filter = new RunFilter(status, limit, only);
  }

  @Override
  Need need() {
    return Need.LOOK;
  }

  @Override
  int work(Session session, KappaClient client) {
    return report().runs(client.list(filter));
  }
}
