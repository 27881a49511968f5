package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.HeldCount;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.upgrade.NewCode;
import dev.kappa.upgrade.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "upgrade-check",
    mixinStandardHelpOptions = true,
    description =
        "Compare what the runs that have not ended hold of the application's code with another jar."
            + " Exit code 0 if all go on with it, 1 if not.")
final class UpgradeCheckCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "NEW.jar", description = "The application as it will be.")
  private Path jar = Path.of("");

  UpgradeCheckCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    JarClasses.at(jar).close();
  }

  @Override
  Need need() {
    return Need.LOOK;
  }

  @Override
  int work(Session session, KappaClient client) {
    HeldBy held = HeldBy.all(client);
    List<UpgradeReport.Step> steps = new ArrayList<>();
    try (JarClasses classes = JarClasses.at(jar)) {
      NewCode code = NewCode.of(classes::read);
      for (HeldCount each : held.pieces()) {
        Verdict verdict = code.verdict(each.held());
        steps.add(new UpgradeReport.Step(each, verdict));
      }
    }
    return report().upgrade(new UpgradeReport(steps, held.runs(), held.unreadable()));
  }
}
