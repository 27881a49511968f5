package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Rebinding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What clients can ask of a coordinator. No method blocks; each future completes exceptionally with
 * a {@link dev.kappa.error.KappaException} that says what went wrong.
 */
public interface Runs {
  /**
   * Starts a run; its existence is durable when the future completes. With an idempotency key that
   * was used before for the same request, answers that run.
   */
  CompletableFuture<RunView> start(StartRequest request);

  /** {@return the run as it is now, or {@code UNKNOWN_RUN}} */
  CompletableFuture<RunView> find(String runId);

  /** {@return the run once it has ended, or as it is after {@code atMost}, whichever is first} */
  CompletableFuture<RunView> await(String runId, Duration atMost);

  /** Asks the run to end; answers the run as it is then. A run that has ended stays as it is. */
  CompletableFuture<RunView> cancel(String runId);

  /**
   * Ends the run and all its tasks at once: no finalizer of {@code ensure}, {@code using} or a saga
   * begins or goes on, and what is not undone stays so. What it asked of other runs is still asked.
   * Answers the run as it is then; a run whose finalizers are at work keeps the result that it has.
   */
  CompletableFuture<RunView> terminate(String runId);

  /**
   * Completes a signal of a run that has not ended; answers the run as it is then. The same again
   * is answered in the same way, also when the run has ended meanwhile; something else under the
   * name of a completed one is refused, with {@code IDEMPOTENCY_CONFLICT}.
   *
   * @param json what it is completed with
   */
  CompletableFuture<RunView> signal(String runId, String name, String json);

  /** {@return the runs that fit {@code filter}, newest first} */
  CompletableFuture<List<RunView>> list(RunFilter filter);

  /**
   * {@return what runs that have not ended hold of the application's code, a page of some runs}
   *
   * @param after {@link HeldPage#next} of the page before; null for the first
   */
  CompletableFuture<HeldPage> held(@Nullable String after);

  /** {@return what a run holds of the application's code, or {@code UNKNOWN_RUN}} */
  CompletableFuture<HeldPage> heldBy(String runId);

  /**
   * Lets lambdas' bodies that were edited stand for what they were, in one run; its parked tasks
   * try again. Answers the run as it is then.
   */
  CompletableFuture<RunView> accept(String runId, List<Rebinding> rebindings);

  /**
   * Lets a run go on with another version of the application's code; its parked tasks try again.
   * What workers have of it, they end with the version that they are. Answers the run as it is
   * then, or {@code UNKNOWN_VERSION}.
   */
  CompletableFuture<RunView> move(String runId, String version);

  /** {@return the names of the application's workflows, sorted} */
  CompletableFuture<List<String>> workflows();

  /**
   * {@return with what a resident worker connects, JSON}
   *
   * @throws KappaException {@code BAD_REQUEST} where nothing takes any
   */
  default CompletableFuture<String> letResidentIn() {
    throw new KappaException(
        ErrorCode.BAD_REQUEST, "no coordinator is here that has resident workers; start one");
  }

  /**
   * {@return what starts runs by itself}
   *
   * @throws KappaException {@code BAD_REQUEST} where nothing does
   */
  default Schedules schedules() {
    throw new KappaException(
        ErrorCode.BAD_REQUEST, "no coordinator is here that has schedules; start one");
  }

  /**
   * {@return the limits that runs share}
   *
   * @throws KappaException {@code BAD_REQUEST} where nothing has any
   */
  default Limits limits() {
    throw new KappaException(
        ErrorCode.BAD_REQUEST, "no coordinator is here that has limits; start one");
  }
}
