package dev.kappa.coordinator.platform;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Starts workers: one invocation of the application's function each. */
public interface Platform extends AutoCloseable {
  /** The most invocations at once that any platform can be set to. */
  int MAX_CONCURRENCY = 10_000;

  /**
   * Invokes the function and waits for its answer, for up to its time limit. Never sent twice: what
   * to do after {@link InvokeError#NO_ANSWER} is the caller's to decide.
   *
   * @param payload the function's input, JSON; not changed and not copied
   * @return completes with the outcome, on a thread of the platform's that must not be blocked;
   *     never fails
   */
  CompletableFuture<InvokeOutcome> invoke(byte[] payload);

  /**
   * {@return the version of the application's code that new runs begin with} Empty if versions
   * can't be told apart here; then each run goes on with whatever code there is.
   */
  default String version() {
    return "";
  }

  /** {@return whether workers with the code of a version can be had} Does not wait for anything. */
  default boolean has(String version) {
    return version.equals(version());
  }

  /**
   * As {@link #invoke(byte[])}, with the code of a version that is not {@link #version()}.
   *
   * @param version one that this platform has
   */
  default CompletableFuture<InvokeOutcome> invoke(String version, byte[] payload) {
    return invoke(payload);
  }

  /** {@return whether it keeps versions beside {@link #version()}, which it could give up} */
  default boolean keepsOthers() {
    return false;
  }

  /**
   * Learns which versions runs still need, so that others can be given up. May take a while.
   *
   * @param needed those of all runs that have not ended
   */
  default void keep(Set<String> needed) {}

  /**
   * Starts a process for resident tasks, where this platform does that.
   *
   * @param version of the application's code
   * @param invitation with what it is let in, JSON
   * @return completes when it has ended, with {@link InvokeOutcome.Returned} if that was in good
   *     order; null where those who operate Kappa start such processes
   */
  default @Nullable CompletableFuture<InvokeOutcome> startResident(
      String version, byte[] invitation) {
    return null;
  }

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
