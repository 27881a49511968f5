package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.upgrade.NewCode;
import dev.kappa.upgrade.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "move",
    mixinStandardHelpOptions = true,
    description =
        "Let runs go on with another version of the application than the one that they began with:"
            + " those of which it has all that they hold. The others stay, and it is said why. Exit"
            + " code 0 if none stays, 1 if some do.")
final class MoveCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "NEW.jar", description = "The application as it is now.")
  private Path jar = Path.of("");

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Move this run. Can be given several times.")
  private List<String> only = List.of();

  @Option(names = "--all", description = "Move the 1,000 newest runs that have not ended.")
  private boolean all;

  MoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    if (all == !only.isEmpty()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "which runs? (expected: --all, or --run once or several times)");
    }
    JarClasses.at(jar).close();
  }

  @Override
  int work(Session session, KappaClient client) {
    NewVersion version = NewVersion.of(jar, session);
    MoveReport moves = new MoveReport(version.name());
    try (JarClasses classes = JarClasses.at(jar)) {
      NewCode code = NewCode.of(classes::read);
      for (String run : runs(client)) {
        move(run, version, code, client, moves);
      }
    }
    session.detach();
    return report().moves(moves);
  }

  private static void move(
      String run, NewVersion version, NewCode code, KappaClient client, MoveReport moves) {
    try {
      List<String> lacking = lacking(code, client.heldBy(run));
      if (lacking.isEmpty()) {
        version.take(client, run);
        moves.moved(run);
      } else {
        moves.stays(run, lacking);
      }
    } catch (KappaException e) {
      // It may end meanwhile, and be gone: no reason to leave the others.
      if (e.code() != ErrorCode.RUN_ENDED && e.code() != ErrorCode.UNKNOWN_RUN) {
        throw e;
      }
      moves.stays(run, List.of(String.valueOf(e.getMessage())));
    }
  }

  private List<String> runs(KappaClient client) {
    return all
        ? client.list(new RunFilter(RunStatus.RUNNING, RunFilter.MAX_LIMIT, null)).stream()
            .map(RunView::runId)
            .toList()
        : only;
  }

  private static List<String> lacking(NewCode code, HeldPage held) {
    List<String> lacking = new ArrayList<>();
    held.held()
        .forEach(
            each -> {
              Verdict verdict = code.verdict(each.held());
              if (verdict.outcome() != Verdict.Outcome.GOES_ON) {
                lacking.add(
                    "%s %s: %s"
                        .formatted(each.held().title(), verdict.outcome().text(), verdict.why()));
              }
            });
    if (held.unreadable() > 0) {
      lacking.add("%d values could not be read".formatted(held.unreadable()));
    }
    return lacking;
  }
}
