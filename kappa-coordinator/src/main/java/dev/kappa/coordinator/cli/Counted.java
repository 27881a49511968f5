package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;

/** Numbers of things, as people say them. */
final class Counted {
  private Counted() {}

  /** {@return such as {@code 1 task} or {@code 3 tasks}} */
  static String of(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /** {@return what a run has cost} */
  static String work(RunView run) {
    return of(run.invocations(), "invocation") + ", " + of(run.checkpoints(), "checkpoint");
  }
}
