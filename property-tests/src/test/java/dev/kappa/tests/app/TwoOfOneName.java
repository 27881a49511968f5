package dev.kappa.tests.app;

import dev.kappa.Task;
import dev.kappa.Workflows;

/** An application that registers one name twice. */
public final class TwoOfOneName {
  private TwoOfOneName() {}

  /** {@return nothing: it fails} */
  public static Workflows workflows() {
    return Workflows.of("pay", Void.class, nothing -> Task.value("cash"))
        .and("pay", Void.class, nothing -> Task.value("card"));
  }
}
