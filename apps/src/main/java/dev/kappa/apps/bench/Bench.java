package dev.kappa.apps.bench;

import dev.kappa.Checkpoint;
import dev.kappa.Checkpoints;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.apps.report.Report;
import dev.kappa.apps.tpcds.Whole;
import java.time.Duration;

/** The workflows that measure. */
public final class Bench {
  /**
   * Longer than any run that is measured: there are the checkpoints alone that it asks for. By
   * itself a step waits for none of them; where all steps do, one that is ASYNC has nothing to
   * spare.
   */
  private static final Checkpoints ASKED_FOR =
      Checkpoints.atMostEvery(Duration.ofDays(365)).mode(Checkpoint.ASYNC);

  private Bench() {}

  /** {@return them all; their names begin with {@code bench-}} */
  public static Workflows workflows() {
    return Workflows.of("bench-steps-sync", Steps.Input.class, Steps::measure)
        .and(
            Workflow.of("bench-steps-async", Steps.Input.class, Steps::measure)
                .checkpoints(Checkpoint.ASYNC))
        .and(Workflow.of("bench-stall", Stall.Input.class, Stall::measure).checkpoints(ASKED_FOR))
        .and("bench-iterate", Iterate.Input.class, Iterate::measure)
        .and("bench-spawn", Spawn.Input.class, Spawn::measure)
        .and("bench-tasks", Tasks.Input.class, Tasks::measure)
        .and("bench-resume", Resume.Input.class, Resume::measure)
        .and("bench-ping", Ping.Input.class, Ping::measure)
        .and(Overhead.workflows())
        .and("bench-tpcds-whole", Whole.Input.class, Whole::measure)
        .and("bench-report", Report.Input.class, Report::make);
  }
}
