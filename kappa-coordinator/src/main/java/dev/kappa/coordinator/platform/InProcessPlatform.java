package dev.kappa.coordinator.platform;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Runs the handler on threads of this JVM. For tests: it enforces no limits, and can't survive what
 * kills a process.
 */
public final class InProcessPlatform implements Platform {
  private final UnaryOperator<byte[]> handler;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Of a handler that takes and gives payloads. */
  public InProcessPlatform(UnaryOperator<byte[]> handler) {
    this.handler = handler;
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(byte[] payload) {
    CompletableFuture<InvokeOutcome> outcome = new CompletableFuture<>();
    threads.execute(() -> outcome.complete(run(payload)));
    return outcome;
  }

  private InvokeOutcome run(byte[] payload) {
    try {
      return new InvokeOutcome.Returned(handler.apply(payload));
    } catch (RuntimeException | Error e) {
      return new InvokeOutcome.Failed(InvokeError.HANDLED, e.toString());
    }
  }

  @Override
  public boolean workersSurvive() {
    return false;
  }

  @Override
  public Duration functionTimeout() {
    return Duration.ofMinutes(15);
  }

  @Override
  public String describe() {
    return "workers in this process";
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
