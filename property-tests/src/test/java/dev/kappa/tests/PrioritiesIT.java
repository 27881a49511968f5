package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for the one worker that there may be go on in the order that is promised. */
final class PrioritiesIT {
  @TempDir private Path directory;

  @Test
  void runsGoOnByPriorityAndWithinOneByTheTurnsOfTheirFairnessKeys() throws Exception {
    String jar =
        TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
    Path gate = directory.resolve("gate");
    Path journal = directory.resolve("journal");
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator("--jar", jar, "--concurrency", "1", "--timeout", "60s");
      start(kappa, "gate", "{\"file\":\"%s\"}".formatted(gate));
      Eventually.holds("the worker is busy", () -> Files.exists(Path.of(gate + ".awaited")));
      sign(kappa, "sign", journal, "last", "--priority", "5");
      sign(kappa, "sign-late", journal, "late");
      for (int i = 1; i <= 3; i++) {
        sign(kappa, "sign", journal, "ann " + i, "--fairness-key", "ann");
      }
      sign(kappa, "sign", journal, "bob", "--fairness-key", "bob");
      sign(kappa, "sign-late", journal, "first", "--priority", "1");
      Files.createFile(gate);
      Eventually.holds(
          "all have signed",
          () -> Files.exists(journal) && Files.readAllLines(journal).size() == 7);
    }
    assertThat(Files.readAllLines(journal))
        .isEqualTo(List.of("first", "ann 1", "bob", "ann 2", "ann 3", "late", "last"));
  }

  private static void sign(Kappa kappa, String workflow, Path journal, String line, String... how) {
    start(kappa, workflow, "{\"file\":\"%s\",\"text\":\"%s\"}".formatted(journal, line), how);
  }

  private static void start(Kappa kappa, String workflow, String input, String... how) {
    List<String> call = new ArrayList<>(List.of("run", workflow, "--detach"));
    call.addAll(List.of("--input", input));
    call.addAll(List.of(how));
    kappa.call(call.toArray(String[]::new)).exits(0);
  }
}
