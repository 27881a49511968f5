package dev.kappa.interpreter;

import dev.kappa.error.Cancellation;
import dev.kappa.error.Expiry;
import org.jspecify.annotations.Nullable;

/**
 * What breaks a task off: a cancellation, or a time limit. It is looked for before a step and
 * before a wait, and in between only if that takes very long. So what has just come, by a step or a
 * wait, gets to whoever notes how it is given back.
 */
final class Breaks {
  /** So many turns after the last step or wait a task is broken off wherever it is... */
  private static final int VERY_LONG = 10_000;

  /** ...which is looked at once in so many. */
  private static final int LOOK = 128;

  private final Position position;
  private long turns;
  private boolean cancel;
  private boolean cancelled;

  /**
   * Those of a task.
   *
   * @param cancel whether it is to be cancelled
   * @param cancelled whether it has been told so
   */
  Breaks(Position position, boolean cancel, boolean cancelled) {
    this.position = position;
    this.cancel = cancel;
    this.cancelled = cancelled;
  }

  /** The task is to be cancelled, as soon as it is not in a finalizer. */
  void cancel() {
    cancel = true;
  }

  /** {@return whether the task has been told that it is cancelled} */
  boolean cancelled() {
    return cancelled;
  }

  /** {@return whether a cancellation would break the task off here} */
  boolean reach() {
    return !cancelled && position.extent().masks() == 0;
  }

  /** A step or a wait is over. */
  void restart() {
    turns = 0;
  }

  /** {@return why the task is to be broken off here; null if it is not} */
  @Nullable Throwable due() {
    if (isCancelDue()) {
      cancelled = true;
      return cancellation();
    }
    return position.extent().deadline() != 0 && position.extent().isOver(position.host().now())
        ? new Expiry("the time is over")
        : null;
  }

  /** Breaks off what fails though it is cancelled, and what takes very long. */
  void between() {
    turns++;
    boolean look =
        position.focus() instanceof Focus.Raise
            ? isCancelDue()
            : turns >= VERY_LONG && turns % LOOK == 0;
    Throwable due = look ? due() : null;
    if (due != null) {
      position.raise(due, null);
    }
  }

  private boolean isCancelDue() {
    return cancel && reach();
  }

  /** {@return a cancellation} It does not hide an error that it finds on its way. */
  private Throwable cancellation() {
    Throwable cancellation = new Cancellation("the task was cancelled");
    if (position.focus() instanceof Focus.Raise found && !(found.error() instanceof Cancellation)) {
      cancellation.addSuppressed(found.error());
    }
    return cancellation;
  }
}
