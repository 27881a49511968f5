package dev.kappa;

import io.vavr.Function0;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * One task of a run at a time may hold it: a {@link Semaphore} of one permit. It can't be taken
 * twice by one task: that is a deadlock, and fails as one.
 *
 * @param semaphore of one permit
 */
public record Lock(Semaphore semaphore) {
  /** {@return a task that makes one} */
  public static Task<Lock> create() {
    return Semaphore.create(1).map(Lock::new);
  }

  /**
   * Runs {@code body} while it holds the lock. See {@link Semaphore#with}.
   *
   * <pre>{@code
   * Lock.create().then(lock -> lock.with(() -> price("tea")))
   * }</pre>
   */
  public <T> Task<T> with(Function0<? extends Task<? extends T>> body) {
    return semaphore.with(body);
  }

  /**
   * Runs {@code body} while it holds the lock, if it gets it. See {@link Semaphore#tryWith}.
   *
   * <pre>{@code
   * Lock.create().then(lock -> lock.tryWith(Duration.ofSeconds(5), () -> price("tea")))
   * }</pre>
   */
  public <T> Task<Option<T>> tryWith(
      Duration patience, Function0<? extends Task<? extends T>> body) {
    return semaphore.tryWith(patience, body);
  }
}
