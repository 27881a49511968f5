package dev.kappa;

/**
 * A promise of a run that is kept from outside, once: by {@code POST /v1/runs/{id}/signals/{name}},
 * by {@code kappa signal}, or by whoever is given its {@link #url}. It may be kept before anyone
 * waits for it. Any number of tasks can wait for it; two of one name are the same. Made by {@link
 * Task#signal}.
 *
 * @param <T> what it is kept with
 */
public sealed interface Signal<T> extends Source<T> permits SignalHandle {
  /**
   * Waits for it. No worker runs meanwhile.
   *
   * @return a task that gives the value; it fails with {@link
   *     dev.kappa.error.ErrorCode#INVALID_INPUT} if what came does not fit the type
   */
  Task<T> await();

  /**
   * {@return a task that gives the address to which the value is to be posted as JSON} It needs no
   * other credentials: who has the address can keep the promise. It is valid as long as the run.
   *
   * <pre>{@code
   * Task.signal("approved", Boolean.class).url().also(url -> Task.run("mail", () -> note(url)))
   * }</pre>
   */
  Task<String> url();
}
