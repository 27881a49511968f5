package dev.kappa.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressBarViewTest {
  private static final int COLUMNS = 100;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          new BufferedReader(new StringReader("")),
          true,
          true,
          COLUMNS);

  @Test
  void barIsDrawnOnOneLineOfStandardErrorAndClearedAtTheEnd() {
    try (Progress progress = Progress.on(terminal)) {
      progress.show(run(1, 3));
      progress.show(run(2, 4));
      progress.show(run(4, 4));
    }
    assertThat(drawn()).contains("count", "4/4", "tasks, 5 invocations, 6 checkpoints");
    assertThat(screen()).containsExactly("");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void barIsClearedBeforeAQuestionAndDrawnAgainAfterIt() {
    Progress progress = Progress.on(terminal);
    progress.show(run(1, 3));
    progress.close();
    terminal.err().println("keep waiting?");
    assertThat(screen()).containsExactly("keep waiting?", "");
    err.reset();

    progress.show(run(2, 3));
    progress.close();
    progress.close();
    assertThat(drawn()).contains("2/3");
    assertThat(screen()).containsExactly("");
  }

  @Test
  void barThatWasNeverShownLeavesNothing() {
    Progress.on(terminal).close();
    assertThat(drawn()).isEmpty();
  }

  @Test
  void whereNothingCanBeDrawnThereAreLines() {
    Terminal plain =
        new Terminal(terminal.out(), terminal.err(), terminal.in(), false, false, COLUMNS);
    try (Progress progress = Progress.on(plain)) {
      progress.show(run(1, 3));
    }
    assertThat(screen()).containsExactly("r: 1 of 3 tasks done, 5 invocations, 6 checkpoints", "");
  }

  private String drawn() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /**
   * {@return the lines that a terminal shows after all that was written, without blanks at ends}
   */
  private List<String> screen() {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int column = 0;
    for (char c : drawn().toCharArray()) {
      if (c == '\n') {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        column = 0;
      } else if (c == '\r') {
        column = 0;
      } else {
        line.setLength(Math.max(line.length(), column + 1));
        line.setCharAt(column++, c);
      }
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  private static RunView run(long done, long tasks) {
    return new RunView(
        "r",
        "count",
        RunStatus.RUNNING,
        null,
        null,
        Instant.EPOCH,
        null,
        tasks,
        done,
        5,
        6,
        0,
        Map.of(),
        List.of(),
        "");
  }
}
