package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.client.CoordinatorAddress;
import org.jspecify.annotations.Nullable;

/** The coordinator that a command works with, for as long as the command takes. */
sealed interface Session extends CoordinatorAddress, AutoCloseable
    permits RemoteSession, EmbeddedSession, LookingSession {
  /**
   * Lets go of the coordinator so that its runs go on without this process. Blocks until another
   * process has taken them over, where that is needed.
   */
  void detach();

  /** {@return the data directory that the coordinator works on; null if it is not known here} */
  @Nullable DataDirectory data();

  /** {@return the options that find the same coordinator again, to be shown to the user} */
  String flags();

  @Override
  void close();
}
