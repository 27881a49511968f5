package dev.kappa.interpreter;

import dev.kappa.Step;
import dev.kappa.StepInDoubtException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A task's steps: which is run, and how many are over. */
final class Steps {
  private static final Step USUAL = new Step(false, null);

  private final Position position;
  private final Breaks breaks;
  private @Nullable Throwable poison;
  private long finished;
  private @Nullable String running;
  private @Nullable String last;

  /** The step that has begun here and may run; another worker's is in doubt. */
  private Frame.@Nullable Run begun;

  private @Nullable Object argument;

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

  // ---- the topmost frame is one

  @Nullable Outcome meet(Frame.Apply f, @Nullable Object value) {
    String name = f.name() == null ? "" : f.name();
    return isPrevented(name) ? null : run(name, f.arity(), USUAL, f.function(), value);
  }

  @Nullable Outcome meet(Frame.Run f, @Nullable Object value) {
    if (isPrevented(f.name())) {
      return null;
    }
    return f.how().atMostOnce() ? new Outcome.BeginStep(f.name(), f.how()) : run(f, value);
  }

  /** One that runs at most once has begun. */
  @Nullable Outcome goOn(Frame.Begun f) {
    Frame.Run mine = begun;
    if (mine == null) {
      // Whatever killed workers here, it was not the step: that did not run again.
      poison = null;
      threw(f.name(), inDoubt(f));
      return null;
    }
    return isPrevented(f.name()) ? null : run(mine, argument);
  }

  private static Throwable inDoubt(Frame.Begun f) {
    return new StepInDoubtException(
        "step '%s' runs at most once: it may have begun, and its worker did not come back; find out what it did, and catch this with recover"
            .formatted(f.name()));
  }

  /**
   * Fails in the place of the step, if the task is to be broken off, or the step killed workers.
   */
  private boolean isPrevented(String name) {
    Throwable breach = breaks.due();
    if (breach != null) {
      forget();
      position.stack().pop();
      position.raise(breach, null);
      return true;
    }
    Throwable error = poison;
    if (error != null) {
      poison = null;
      threw(name, error);
    }
    return error != null;
  }

  private Outcome run(Frame.Run f, @Nullable Object value) {
    return run(f.name(), f.arity(), f.how(), f.function(), value);
  }

  private Outcome run(
      String name, int arity, Step how, Serializable function, @Nullable Object value) {
    running = name;
    return new Outcome.RunStep(name, arity, how, function, value, finished, breaks.reach());
  }

  // ---- at most once

  /** The one that was met begins: from now on there is a mark in its place. */
  void begin() {
    Frame.Run f = (Frame.Run) position.stack().peek(position.host());
    begun = f;
    argument = position.focus() instanceof Focus.Give given ? given.value() : null;
    position.replace(new Frame.Begun(f.name()));
    position.give(null);
  }

  /** The one that has begun did not run: it is as if it had not begun. */
  void takeBack() {
    if (begun != null) {
      position.replace(begun);
      position.give(argument);
      forget();
    }
  }

  /** Something failed in the place of the one that has begun. */
  @Nullable Outcome drop() {
    forget();
    return position.pop();
  }

  private void forget() {
    begun = null;
    argument = null;
  }

  // ---- it is over

  /** The one that was met gave {@code value}. */
  void returned(@Nullable Object value) {
    finished++;
    breaks.restart();
    last = running;
    forget();
    position.pop(value);
  }

  /** The one that was met, named {@code name}, threw. */
  void threw(String name, Throwable error) {
    finished++;
    forget();
    position.stack().pop();
    position.raise(error, name);
  }
}
