package dev.kappa.tests.app.soak;

import dev.kappa.Checkpoint;
import dev.kappa.Workflow;
import dev.kappa.Workflows;

/** The application of the long tests with real processes. */
public final class SoakApplication {
  private SoakApplication() {}

  /** {@return the workflows} */
  public static Workflows workflows() {
    WayOut.install();
    return Workflows.of("soak-tree", Job.class, Trees::grow)
        .and("soak-pipe", Job.class, Pipes::pipe)
        .and("soak-loop", Job.class, Loops::turns)
        .and(Workflow.of("soak-ahead", Job.class, Loops::turns).checkpoints(Checkpoint.ASYNC))
        .and("soak-text", Job.class, Loops::texts)
        .and("soak-nap", Job.class, Naps::rest)
        .and("soak-mend", Job.class, Troubles::mend)
        .and("soak-insist", Job.class, Troubles::insist)
        .and("soak-forever", Job.class, Loops::forever)
        .and("soak-letters", Job.class, Letters::read)
        .and("soak-select", Job.class, Choosers::choose)
        .and("soak-race", Job.class, Limits::race)
        .and("soak-scope", Job.class, Limits::scoped)
        .and("soak-family", Job.class, Relatives::family)
        .and("soak-parcel", Job.class, Parcels::send)
        .and("soak-vault", Job.class, Parcels::keep)
        .and("soak-objects", Job.class, Shelves::shelve)
        .and("soak-other", Job.class, Loops::turns);
  }
}
