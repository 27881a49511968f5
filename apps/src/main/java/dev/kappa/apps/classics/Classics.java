package dev.kappa.apps.classics;

import dev.kappa.Workflows;

/** The workflows of this package. */
public final class Classics {
  private Classics() {}

  /** {@return them all} */
  public static Workflows workflows() {
    return Workflows.of("factorial-recursive", Factorial.Input.class, Factorial::recursive)
        .and("factorial-for", Factorial.Input.class, Factorial::withFor)
        .and("factorial-while", Factorial.Input.class, Factorial::withWhile)
        .and("ping-pong", PingPong.Input.class, PingPong::play)
        .and("work-queue", WorkQueue.Input.class, WorkQueue::run)
        .and("sum-tree", SumTree.Input.class, SumTree::sum);
  }
}
