package dev.kappa.tests.app;

import dev.kappa.Workflows;

/** An application that registers nothing. */
public final class NoWorkflows {
  private NoWorkflows() {}

  /** {@return no workflows} */
  public static Workflows workflows() {
    return Workflows.of();
  }
}
