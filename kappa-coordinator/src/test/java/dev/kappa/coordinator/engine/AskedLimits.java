package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.Limits;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Limits that are asked, and answer when the test says so. */
final class AskedLimits implements Limits {
  /** A request with its answer. */
  record Asked(PermitRequest request, CompletableFuture<PermitAnswer> answer) {}

  private final Deque<Asked> asked = new ArrayDeque<>();
  private final List<String> offered = new ArrayList<>();

  @Override
  public CompletableFuture<PermitAnswer> ask(PermitRequest request) {
    CompletableFuture<PermitAnswer> answer = new CompletableFuture<>();
    asked.add(new Asked(request, answer));
    return answer;
  }

  @Override
  public CompletableFuture<Void> offered(String run, String task) {
    offered.add(run + "/" + task);
    return CompletableFuture.completedFuture(null);
  }

  /** {@return the oldest request that was not taken yet} */
  Asked take() {
    return asked.remove();
  }

  int waiting() {
    return asked.size();
  }

  /** {@return the permits that were said to be offered} */
  List<String> offered() {
    return offered;
  }
}
