package dev.kappa;

import org.jspecify.annotations.Nullable;

/**
 * The handle of another run, given by {@link Task#start}. It can be held in any value, passed to
 * any task of the run that has started it, and awaited by any number of them. The other run is on
 * its own: it goes on when this one ends, fails or is cancelled.
 *
 * @param <T> the other run's result
 */
public sealed interface RunFuture<T> extends Source<T> permits RunHandle {
  /** {@return the other run's id, as clients know it} */
  String id();

  /**
   * Waits for the other run's end. No worker runs meanwhile.
   *
   * @return a task that gives its result, read from JSON as clients get it; as often as it is
   *     asked. It fails as the run failed: with an exception of the same class and message if that
   *     can be built of its message, else one that stands for it; with a {@link CancelledException}
   *     if the run was cancelled; with {@link dev.kappa.error.ErrorCode#UNKNOWN_WORKFLOW}, {@link
   *     dev.kappa.error.ErrorCode#IDEMPOTENCY_CONFLICT} or {@link
   *     dev.kappa.error.ErrorCode#BAD_REQUEST} if it could not be started; with {@link
   *     dev.kappa.error.ErrorCode#OTHER_RUN_GONE} if it is known no more; with {@link
   *     dev.kappa.error.ErrorCode#INVALID_INPUT} if the result does not fit the type
   */
  Task<T> await();

  /**
   * Completes a signal of the other run, as {@link Task#signalRun} does, when that was started.
   *
   * <pre>{@code
   * Task.start("bill", order, Receipt.class)
   *     .also(bill -> bill.signal("address", "here"))
   *     .then(bill -> bill.await())
   * }</pre>
   *
   * @return a task that gives nothing when the other run has it
   */
  Task<Void> signal(String name, @Nullable Object value);

  /**
   * Asks the other run to end, as a client does. Does nothing to one that has ended.
   *
   * @return a task that does not wait for the end: await the future for that
   */
  Task<Void> cancel();
}
