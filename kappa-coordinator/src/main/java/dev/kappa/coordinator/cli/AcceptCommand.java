package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.HeldCount;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.upgrade.NewCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "accept",
    mixinStandardHelpOptions = true,
    description =
        "Let edited bodies of lambdas stand for what they were, in runs with parked tasks, which go"
            + " on then. Shows what would be bound to what, and asks.")
final class AcceptCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "NEW.jar", description = "The application as it is now.")
  private Path application = Path.of("");

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description =
          "Only this run, also if none of its tasks is parked. Can be given several times.")
  private List<String> only = List.of();

  @Option(
      names = "--bind",
      paramLabel = "OLD=NEW",
      description =
          "Where a body was and where it is now, such as App.java:12=App.java:14, if that is not"
              + " clear. Can be given several times.")
  private Map<String, String> chosen = new LinkedHashMap<>();

  @Option(
      names = "--old",
      paramLabel = "OLD.jar",
      description =
          "The application as it was. A body that is in it is taken for no other, so fewer are"
              + " unclear, and none that was there before is taken by mistake.")
  private @Nullable Path old;

  @Option(names = "--yes", description = "Accept without asking.")
  private boolean yes;

  AcceptCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    JarClasses.at(application).close();
    if (old != null) {
      JarClasses.at(old).close();
    }
  }

  @Override
  int work(Session session, KappaClient client) {
    Map<String, List<HeldCount>> held = new LinkedHashMap<>();
    runs(client).forEach(run -> held.put(run, client.heldBy(run).held()));
    Path before = old;
    try (JarClasses classes = JarClasses.at(application);
        JarClasses former = before == null ? null : JarClasses.at(before)) {
      NewCode formerCode = former == null ? null : NewCode.of(former::read);
      AcceptPlan plan = new AcceptPlan(NewCode.of(classes::read), formerCode, chosen);
      held.values().forEach(plan::know);
      held.forEach(plan::add);
      return report().accept(plan, text -> agreed(plan, text), () -> accept(session, client, plan));
    }
  }

  private List<String> runs(KappaClient client) {
    if (!only.isEmpty()) {
      return only;
    }
    return client.list(new RunFilter(RunStatus.RUNNING, RunFilter.MAX_LIMIT, null)).stream()
        .filter(run -> run.parkedTasks() > 0)
        .map(RunView::runId)
        .toList();
  }

  private boolean agreed(AcceptPlan plan, String question) {
    if (yes || plan.byRun().isEmpty()) {
      return yes;
    }
    if (!terminal().asks()) {
      return false;
    }
    terminal().err().print(question);
    terminal().err().flush();
    try {
      String answer = terminal().in().readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      throw new KappaException(ErrorCode.CANCELLED, "no answer: " + e.getMessage(), e);
    }
  }

  /** What is accepted is in this version: the runs are to go on with it. */
  private void accept(Session session, KappaClient client, AcceptPlan plan) {
    NewVersion version = NewVersion.of(application, session);
    plan.byRun()
        .forEach(
            (run, bodies) -> {
              client.accept(run, bodies);
              version.takeIfKnown(client, run);
            });
    if (!plan.byRun().isEmpty()) {
      session.detach();
    }
  }
}
