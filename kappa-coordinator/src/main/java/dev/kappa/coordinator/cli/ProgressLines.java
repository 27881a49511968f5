package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;
import java.io.PrintStream;
import java.time.Duration;

/** A line now and then, when something has changed. */
final class ProgressLines implements Progress {
  private static final Duration LEAST_BETWEEN = Duration.ofSeconds(2);

  private final PrintStream err;
  private String last = "";
  private long lastAt = System.nanoTime() - LEAST_BETWEEN.toNanos();

  ProgressLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public void show(RunView run) {
    String line =
        "%s: %d of %s done, %s"
            .formatted(
                run.runId(), run.tasksDone(), Counted.of(run.tasks(), "task"), Counted.work(run));
    long now = System.nanoTime();
    if (!line.equals(last) && now - lastAt >= LEAST_BETWEEN.toNanos()) {
      err.println(line);
      last = line;
      lastAt = now;
    }
  }

  @Override
  public void close() {
    // Lines stay.
  }
}
