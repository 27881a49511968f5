package dev.kappa.tests.patterns;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.Workflows;
import java.time.Duration;
import java.time.Instant;

/** A job that is done each day at the same time, until the run is cancelled. */
public final class Nightly {
  public record Job(Instant first) {}

  public static Workflows workflows() {
    return Workflows.of("nightly", Job.class, Nightly::repeat);
  }

  static Task<Void> repeat(Job job) {
    return Task.iterate(
        job.first(),
        due ->
            Task.sleepUntil(due)
                .run("report", nothing -> Outside.report(due))
                .map(done -> Loop.again(due.plus(Duration.ofDays(1)))));
  }
}
