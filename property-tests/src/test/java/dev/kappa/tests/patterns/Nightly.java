package dev.kappa.tests.patterns;

import dev.kappa.Schedule;
import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import java.time.ZoneId;

/** A job that is done each day at the same time. */
public final class Nightly {
  public static Workflows workflows() {
    return Workflows.of(
        Workflow.of("nightly", String.class, Nightly::report)
            .schedule(Schedule.cron("nightly", "0 2 * * *", ZoneId.of("Europe/Berlin")), "sales"));
  }

  static Task<Void> report(String what) {
    return Task.run("report", () -> Outside.report(what));
  }
}
