package dev.kappa.coordinator.cli;

/**
 * Starts a coordinator with its store and its workers in this process. {@link Main} finds the one
 * implementation through {@link java.util.ServiceLoader}.
 */
public interface CoordinatorLauncher {
  /**
   * Starts a coordinator; blocks until its API answers. The caller holds the data directory's lock.
   *
   * @throws dev.kappa.error.KappaException if it can't be started; then nothing is left running
   */
  RunningCoordinator start(CoordinatorOptions options);
}
