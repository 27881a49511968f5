package dev.kappa.coordinator.cli;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** A coordinator in this process. */
public interface RunningCoordinator extends AutoCloseable {
  /** {@return completes exceptionally when it can't go on; it never completes otherwise} */
  CompletableFuture<Void> failed();

  /** {@return the address of its store} */
  URI redis();

  /** {@return the address of its API} */
  URI url();

  /** Stops it, its workers and its embedded Redis. Runs stay in the store and go on later. */
  @Override
  void close();
}
