package dev.kappa.apps.wordcount;

import dev.kappa.StepContext;
import java.nio.file.Path;
import java.time.Duration;

/** The context of a step that no worker runs. */
record FakeStep(String runId, long attempt, Path outputDirectory) implements StepContext {
  @Override
  public String task() {
    return "0.0";
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
