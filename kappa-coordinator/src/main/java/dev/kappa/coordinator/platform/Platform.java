package dev.kappa.coordinator.platform;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Starts workers: one invocation of the application's function each. */
public interface Platform extends AutoCloseable {
  /** The most invocations at once that any platform can be set to. */
  int MAX_CONCURRENCY = 1_000;

  /**
   * Invokes the function and waits for its answer, for up to its time limit. Never sent twice: what
   * to do after {@link InvokeOutcome.Unreachable} is the caller's to decide.
   *
   * @param payload the function's input, JSON; not changed and not copied
   * @return completes with the outcome, on a thread of the platform's that must not be blocked;
   *     never fails
   */
  CompletableFuture<InvokeOutcome> invoke(byte[] payload);

  /** {@return whether workers outlive this process, so that a new coordinator may hear of them} */
  boolean workersSurvive();

  /** {@return the time after which the platform kills an invocation} */
  Duration functionTimeout();

  /** {@return the platform in a few words, for logs} */
  String describe();

  /** Frees what this platform holds. Invocations that are under way end as unreachable. */
  @Override
  void close();
}
