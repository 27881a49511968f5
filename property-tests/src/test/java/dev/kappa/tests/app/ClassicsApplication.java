package dev.kappa.tests.app;

import dev.kappa.Checkpoint;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.apps.classics.Classics;
import dev.kappa.apps.fib.Fib;

/** The classic programs, each with both ways to go on after a checkpoint. */
public final class ClassicsApplication {
  private ClassicsApplication() {}

  /** {@return each program as it is, and once more with {@code -async} behind its name} */
  public static Workflows workflows() {
    Workflows programs = Classics.workflows().and(Fib.workflows());
    Workflows all = programs;
    for (String name : programs.names()) {
      all = all.and(async(programs.find(name).orElseThrow()));
    }
    return all;
  }

  private static <I> Workflow<I> async(Workflow<I> program) {
    return Workflow.of(program.name() + "-async", program.input(), program.body())
        .checkpoints(Checkpoint.ASYNC);
  }
}
