package dev.kappa.coordinator.api.client;

import java.net.URI;

/** Where the coordinator is. That may change while a client waits: it is asked before each try. */
@FunctionalInterface
public interface CoordinatorAddress {
  /**
   * {@return the coordinator's address now} May block while a coordinator starts.
   *
   * @throws dev.kappa.error.KappaException if there is none and none can be started
   */
  URI url();
}
