package dev.kappa.coordinator.api;

import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import java.util.concurrent.CompletableFuture;

/**
 * What coordinators ask each other of limits that runs share. No method blocks; each future
 * completes exceptionally with a {@link dev.kappa.error.KappaException} that says what went wrong.
 * All may be sent twice.
 */
public interface Limits {
  /** Asks for a permit, takes it, or gives it back. {@return how far it is, which is durable} */
  CompletableFuture<PermitAnswer> ask(PermitRequest request);

  /**
   * Tells whoever has a run that a permit is offered to it: it need not wait until it asks again.
   * Nothing depends on it.
   *
   * @param task the handle of the task that stands for the permit
   */
  CompletableFuture<Void> offered(String run, String task);
}
