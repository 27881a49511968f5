package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.encryption.KeySources;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

  /**
   * As {@link #start}, but all runs go on with the application as it is now, not with the version
   * that they began with.
   */
  default RunningCoordinator startWithPresentCode(CoordinatorOptions options) {
    return start(options);
  }

  /**
   * Starts what answers requests for the state of runs and for the list, from the store alone: it
   * takes nothing over, starts no worker, and no run goes on. Blocks until its API answers.
   *
   * @param dataDirectory where the embedded Redis's data is; exists
   * @param redis the Redis to read; null for the embedded one, whose lock the caller then holds
   * @param keys where the keys are for what is stored; null if it is in clear
   * @throws dev.kappa.error.KappaException if it can't be started; then nothing is left running
   */
  RunningCoordinator look(Path dataDirectory, @Nullable URI redis, @Nullable KeySources keys);
}
