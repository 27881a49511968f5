package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.Platform;
import java.util.concurrent.CompletableFuture;

/** How a function becomes a worker. All methods are called on the engine's loop. */
@FunctionalInterface
interface Functions {
  /**
   * Begins one that works with a version of the code.
   *
   * @return completes when it works no more, on any thread
   */
  CompletableFuture<InvokeOutcome> begin(String version, Invitations.Invitation invitation);

  /**
   * {@return whether {@link #begin} invokes the function; else it is, when there is a task for it}
   */
  default boolean invokesAtOnce() {
    return true;
  }

  /** Says how workers' messages reach other coordinators. */
  default void reaching(WorkerWays others) {}

  /** {@return functions that connect to the coordinator of their invitation} */
  static Functions callingBack(Platform platform) {
    return (version, invitation) -> invoke(platform, version, invitation.payload());
  }

  /** Invokes the function. */
  static CompletableFuture<InvokeOutcome> invoke(
      Platform platform, String version, byte[] payload) {
    return version.equals(platform.version())
        ? platform.invoke(payload)
        : platform.invoke(version, payload);
  }
}
