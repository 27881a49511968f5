package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps have opened is opened again by the worker that goes on where another has died. */
final class ResourceIT {
  @TempDir private Path directory;

  private static List<String> workersLines(Path data) throws IOException {
    List<String> lines = new ArrayList<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(data.resolve("workers"), "*.log")) {
      for (Path log : logs) {
        lines.addAll(Files.readAllLines(log));
      }
    }
    return lines;
  }

  @Test
  void nextWorkerOpensWhatTheOneThatDiedHadOpen() throws Exception {
    Path journal = directory.resolve("journal");
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    String input = "{\"file\":\"%s\"}".formatted(journal);
    try (Kappa kappa = Kappa.onNewData()) {
      String out =
          kappa.call("run", "ledger", "--jar", jar.toString(), "--input", input).exits(0).out();
      assertThat(out).isEqualTo("\"third\"\n");
      assertThat(workersLines(kappa.data()))
          .anyMatch(
              line -> line.matches(".*run \\S+ task 0\\.0 attempt 1 step 'first': booked 5.*"))
          .anyMatch(
              line -> line.matches(".*run \\S+ task 0\\.0 attempt [2-9] step 'third': booked 5.*"));
    }
    assertThat(withoutPauses(Files.readAllLines(journal)))
        .containsExactly("open", "first", "halt", "open", "second", "third");
  }

  /** A worker that gives its task back closes what the next one opens again. */
  private static List<String> withoutPauses(List<String> lines) {
    List<String> left = new ArrayList<>();
    for (String line : lines) {
      if (line.equals("open") && !left.isEmpty() && left.getLast().equals("close")) {
        left.removeLast();
      } else {
        left.add(line);
      }
    }
    if (left.getLast().equals("close")) {
      left.removeLast();
    }
    return left;
  }
}
