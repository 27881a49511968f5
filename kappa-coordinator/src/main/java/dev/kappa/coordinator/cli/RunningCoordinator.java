package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.api.client.CoordinatorAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A coordinator in this process. */
public interface RunningCoordinator extends CoordinatorAddress, AutoCloseable {
  /** {@return completes exceptionally when it can't go on; it never completes otherwise} */
  CompletableFuture<Void> failed();

  /** {@return the address of its store} */
  URI redis();

  /** {@return the address of its API} */
  @Override
  URI url();

  /** {@return what may do all there; null if it asks for no tokens} */
  @Override
  default @Nullable Token token() {
    return null;
  }

  /** Stops it, its workers and its embedded Redis. Runs stay in the store and go on later. */
  @Override
  void close();
}
