package dev.kappa.coordinator.store;

import org.jspecify.annotations.Nullable;

/** A command whose fate is unknown, because its connection is gone. */
final class ConnectionLost extends RuntimeException {
  ConnectionLost(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
