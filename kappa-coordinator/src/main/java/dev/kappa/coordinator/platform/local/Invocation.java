package dev.kappa.coordinator.platform.local;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One call of the function.
 *
 * @param id the request id, as Lambda makes it
 * @param payload the input; not copied
 * @param result completes on the service's event loop
 */
record Invocation(String id, byte[] payload, CompletableFuture<InvocationResult> result) {
  static Invocation of(byte[] payload) {
    return new Invocation(UUID.randomUUID().toString(), payload, new CompletableFuture<>());
  }
}
