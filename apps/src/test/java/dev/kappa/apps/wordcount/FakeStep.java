package dev.kappa.apps.wordcount;

import dev.kappa.StepContext;
import java.nio.file.Path;
import java.time.Duration;

/** The context of a step that no worker runs. */
record FakeStep(String runId, String task, long attempt, Path outputDirectory)
    implements StepContext {
  FakeStep(String runId, long attempt, Path outputDirectory) {
    this(runId, "0.0", attempt, outputDirectory);
  }

  @Override
  public String step() {
    return "write";
  }

  @Override
  public Duration remaining() {
    return Duration.ofMinutes(1);
  }

  @Override
  public String idempotencyKey() {
    return "key";
  }
}
