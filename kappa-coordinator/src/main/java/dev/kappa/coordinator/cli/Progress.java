package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;

/** Shows how far a run is, on standard error. */
sealed interface Progress extends AutoCloseable permits ProgressBarView, ProgressLines {
  /** Shows {@code run}. */
  void show(RunView run);

  /** Clears what is drawn, so that something else can be written. */
  @Override
  void close();

  /** {@return a bar on a terminal, else lines} */
  static Progress on(Terminal terminal) {
    return terminal.draws() ? new ProgressBarView(terminal) : new ProgressLines(terminal.err());
  }
}
