package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.json.JsonMapper;

/** Invocations that do what the test does in their name. */
final class TestPlatform implements Platform {
  private final Deque<Invoked> invocations = new ArrayDeque<>();

  /** One invocation: its id, and how it ends. */
  record Invoked(String id, CompletableFuture<InvokeOutcome> end) {}

  /** {@return the oldest invocation that was not taken yet} */
  Invoked take() {
    return invocations.remove();
  }

  int waiting() {
    return invocations.size();
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(byte[] payload) {
    String json = new String(payload, StandardCharsets.UTF_8);
    String id = JsonMapper.shared().readTree(json).required("invocation").stringValue();
    CompletableFuture<InvokeOutcome> end = new CompletableFuture<>();
    invocations.add(new Invoked(id, end));
    return end;
  }

  @Override
  public boolean workersSurvive() {
    return false;
  }

  @Override
  public Duration functionTimeout() {
    return Duration.ofMinutes(1);
  }

  @Override
  public String describe() {
    return "the test's";
  }

  @Override
  public void close() {}
}
