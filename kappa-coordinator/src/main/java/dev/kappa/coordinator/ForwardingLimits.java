package dev.kappa.coordinator;

import dev.kappa.coordinator.api.Limits;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import java.util.concurrent.CompletableFuture;

/** Asks all limits of the store, as {@link ForwardingRuns} does its runs. */
final class ForwardingLimits implements Limits {
  private final ForwardingRuns runs;

  ForwardingLimits(ForwardingRuns runs) {
    this.runs = runs;
  }

  @Override
  public CompletableFuture<PermitAnswer> ask(PermitRequest request) {
    return runs.anywhere(
        request.limit().id(),
        owner -> owner.limits().ask(request),
        client -> client.askLimit(request));
  }

  @Override
  public CompletableFuture<Void> offered(String run, String task) {
    return runs.<Boolean>anywhere(
            run,
            owner -> owner.limits().offered(run, task).thenApply(told -> true),
            client -> {
              client.offered(run, task);
              return true;
            })
        .thenAccept(told -> {});
  }
}
