package dev.kappa.interpreter;

import org.jspecify.annotations.Nullable;

/** A task's steps: which is run, and how many are over. */
final class Steps {
  private final Position position;
  private final Breaks breaks;
  private @Nullable Throwable poison;
  private long finished;
  private @Nullable String running;
  private @Nullable String last;

  /**
   * Those of a task.
   *
   * @param finished how many are over
   * @param poison if given: the next is not run, it fails with this
   */
  Steps(Position position, Breaks breaks, long finished, @Nullable Throwable poison) {
    this.position = position;
    this.breaks = breaks;
    this.finished = finished;
    this.poison = poison;
  }

  /** {@return how many are over} */
  long finished() {
    return finished;
  }

  /** {@return the last that gave a value, for errors; null if there is none} */
  @Nullable String last() {
    return last;
  }

  /** The topmost frame is one. */
  @Nullable Outcome meet(Frame.Apply f, @Nullable Object value) {
    String name = f.name() == null ? "" : f.name();
    Throwable breach = breaks.due();
    if (breach != null) {
      position.stack().pop();
      return position.raise(breach, null);
    }
    if (poison != null) {
      Throwable error = poison;
      poison = null;
      threw(name, error);
      return null;
    }
    running = name;
    return new Outcome.RunStep(name, f.arity(), f.function(), value, finished);
  }

  /** The one that was met gave {@code value}. */
  void returned(@Nullable Object value) {
    finished++;
    breaks.restart();
    last = running;
    position.pop(value);
  }

  /** The one that was met, named {@code name}, threw. */
  void threw(String name, Throwable error) {
    finished++;
    position.stack().pop();
    position.raise(error, name);
  }
}
