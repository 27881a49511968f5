package dev.kappa.apps.bench;

import dev.kappa.Checkpoint;
import dev.kappa.Workflow;
import dev.kappa.Workflows;

/** The workflows that measure. */
public final class Bench {
  private Bench() {}

  /** {@return them all; their names begin with {@code bench-}} */
  public static Workflows workflows() {
    return Workflows.of("bench-steps-sync", Steps.Input.class, Steps::measure)
        .and(
            Workflow.of("bench-steps-async", Steps.Input.class, Steps::measure)
                .checkpoints(Checkpoint.ASYNC))
        .and("bench-iterate", Iterate.Input.class, Iterate::measure)
        .and("bench-spawn", Spawn.Input.class, Spawn::measure)
        .and("bench-resume", Resume.Input.class, Resume::measure)
        .and("bench-ping", Ping.Input.class, Ping::measure);
  }
}
