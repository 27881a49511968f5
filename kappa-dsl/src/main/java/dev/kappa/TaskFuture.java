package dev.kappa;

/**
 * The handle of a spawned task, given by {@link Task#spawn}. It can be held in any value, passed to
 * any task of the run, and awaited by any number of them. It stays valid as long as a task, a
 * message or a result that has not been read holds it, wherever in it; then the task's result is
 * forgotten. Two handles of one task are equal. Its text is the task's handle within the run, as
 * {@link TaskContext#task} gives it.
 *
 * @param <T> the task's result
 */
public sealed interface TaskFuture<T> extends Source<T> permits FutureHandle {
  /**
   * Waits for the task's end. No worker runs meanwhile.
   *
   * @return a task that gives its result, or fails as it failed; as often as it is asked
   */
  Task<T> await();

  /**
   * Asks the task to end: it fails with a {@link CancelledException} where it waits, or before its
   * next step or wait; one that has not begun does not begin. Its finalizers run. What it spawned
   * goes on unless it did so in a {@link Task#scope}. Does nothing to a task that has ended.
   *
   * <pre>{@code
   * Task.spawn(() -> price("slow"))
   *     .also(slow -> slow.cancel())
   *     .then(slow -> slow.await())
   *     .recover(CancelledException.class, e -> Task.value(0))
   * }</pre>
   *
   * @return a task that does not wait for the end: await the future for that
   */
  Task<Void> cancel();
}
