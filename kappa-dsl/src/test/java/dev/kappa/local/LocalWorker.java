package dev.kappa.local;

import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Host;
import dev.kappa.interpreter.Machine;
import dev.kappa.interpreter.Outcome;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Next;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Drives the interpreter of one task, and loses it as the mode says. */
final class LocalWorker {
  private final Mode mode;
  private final Host host;
  final LocalTask task;
  private @Nullable Machine machine;
  private int lostBefore;

  LocalWorker(Mode mode, Host host, LocalTask task) {
    this.mode = mode;
    this.host = host;
    this.task = task;
  }

  /** {@return the next commit} */
  Commit work() {
    while (true) {
      Machine current = machine();
      if (task.cancel) {
        current.cancel();
      }
      Outcome outcome = current.run(mode.fuel());
      Commit commit =
          switch (outcome) {
            case Outcome.RunStep step -> step(current, step);
            case Outcome.BeginStep begin -> commit(current, current::begin);
            case Outcome.Wait wait -> commit(current);
            case Outcome.Save save -> commit(current);
            case Outcome.Ended ended -> commit(current);
            case Outcome.Paused paused -> mode.commitsWhenPaused() ? commit(current) : null;
            case Outcome.NeedFrames need -> {
              current.load(task.under(need.depth(), mode.fetched()));
              yield null;
            }
          };
      if (commit != null) {
        return commit;
      }
    }
  }

  /** What the task waited for is there. */
  void resume(Next next) {
    task.next(next);
    if (machine != null) {
      machine.resume(next);
    }
  }

  private Machine machine() {
    if (machine == null) {
      machine = new Machine(host, task.assign(mode.loaded()));
    }
    return machine;
  }

  private @Nullable Commit step(Machine current, Outcome.RunStep step) {
    if (current.steps() != task.steps() || current.hasOperations()) {
      return commit(current);
    }
    try {
      current.stepReturned(step.run());
    } catch (Throwable e) {
      current.stepThrew(step.name(), e);
    }
    return null;
  }

  /** {@return null if nothing was committed} */
  private @Nullable Commit commit(Machine current) {
    return commit(current, current::snapshot);
  }

  private @Nullable Commit commit(Machine current, Supplier<Continuation> snapshot) {
    if (mode.loses() && lostBefore <= task.seq()) {
      lostBefore = task.seq() + 1;
      machine = null;
      return null;
    }
    Continuation continuation;
    try {
      continuation = snapshot.get();
    } catch (KappaException e) {
      current.fail(e);
      return null;
    }
    Commit commit = task.commit(continuation, current.takeOperations());
    if (mode.crashEvery() > 0 && commit.seq() % mode.crashEvery() == 0) {
      machine = null;
    }
    return commit;
  }
}
