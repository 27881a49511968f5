package dev.kappa.interpreter;

import dev.kappa.error.KappaException;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task: one loop over an explicit stack, without recursion. It does nothing but compute;
 * steps and commits are done by its driver, between two calls of {@link #run}. Not thread-safe.
 *
 * <p>It holds the parts together: where the task is, is {@code Position}; what an instruction does,
 * {@code Evaluation}; what a frame does with a value, {@code Giving}, and with an error, {@code
 * Raising}; what breaks the task off, {@code Breaks}.
 */
public final class Machine {
  private final Host host;
  private final Stack stack;
  private final Position position;
  private final Breaks breaks;
  private final Steps steps;
  private final Operations operations;
  private final Standing standing;
  private final Evaluation evaluation;
  private final Giving giving;
  private final Raising raising;

  /**
   * Goes on where {@code task} stands.
   *
   * @throws KappaException if its value can't be decoded, or its workflow is not there, with the
   *     code at hand: the task is parked
   */
  public Machine(Host host, Assignment task) {
    this.host = host;
    this.stack = new Stack(task.depth(), task.top());
    this.standing = new Standing(host, task.ref().task());
    Throwable poison = task.poison() == null ? null : host.error(task.poison());
    this.position = new Position(host, stack, standing.focusOf(task.next()), task.extent());
    this.breaks = new Breaks(position, task.cancel(), task.cancelled());
    this.steps = new Steps(position, breaks, task.steps(), poison);
    this.operations = new Operations(host, task.ref().run(), task.number(), task.created());
    Scopes scopes = new Scopes(position, operations);
    Sagas sagas = new Sagas(position);
    this.evaluation = new Evaluation(position, breaks, steps, operations, scopes, sagas, task);
    this.giving = new Giving(position, evaluation, steps, scopes, sagas);
    this.raising = new Raising(position, steps, scopes, sagas);
  }

  /** {@return how many steps the task has finished} */
  public long steps() {
    return steps.finished();
  }

  /** {@return whether the steps of where the task is run on resident workers} */
  public boolean isResident() {
    return position.extent().isResident();
  }

  /** {@return whether there are operations that no commit has taken yet} */
  public boolean hasOperations() {
    return !operations.isEmpty();
  }

  /**
   * {@return whether the task is in an {@code ensure} of which no commit knows yet} Before a step
   * runs there, one must: else a cancellation could come between, and skip the finalizer.
   */
  public boolean promisesMore() {
    return stack.promisesMore();
  }

  /**
   * Runs until something is to be done.
   *
   * @param fuel how many turns of the loop it runs at most
   * @throws KappaException if a frame can't be decoded with the code at hand: the task is parked
   */
  public Outcome run(int fuel) {
    for (int i = 0; i < fuel; i++) {
      breaks.between();
      Outcome outcome = turn();
      if (outcome != null) {
        return outcome;
      }
    }
    return new Outcome.Paused();
  }

  private @Nullable Outcome turn() {
    return switch (position.focus()) {
      case Focus.Evaluate f -> evaluation.of(f.instruction());
      case Focus.Give f -> {
        if (stack.depth() == 0) {
          yield new Outcome.Ended();
        }
        yield stack.has(2) ? giving.give(f.value()) : new Outcome.NeedFrames(stack.absent());
      }
      case Focus.Raise f -> {
        if (stack.depth() == 0) {
          yield new Outcome.Ended();
        }
        yield stack.has(1) ? raising.raise(f) : new Outcome.NeedFrames(stack.absent());
      }
    };
  }

  // ---- what its driver tells it

  /** The step that was to be run gave {@code value}. */
  public void stepReturned(@Nullable Object value) {
    steps.returned(value);
  }

  /** The step that was to be run, named {@code name}, threw. */
  public void stepThrew(String name, Throwable error) {
    steps.threw(name, error);
  }

  /** What the task waited for is there. */
  public void resume(Next next) {
    breaks.restart();
    position.goOn(standing.focusOf(next));
  }

  /** Something about the task can't be stored: it fails where it stands. */
  public void fail(Throwable error) {
    steps.takeBack();
    position.goOn(new Focus.Raise(error, null));
  }

  /** The task is to be cancelled, as soon as it is not in a finalizer. */
  public void cancel() {
    breaks.cancel();
  }

  /** The frames that were asked for: consecutive, lowest first. */
  public void load(List<Payload> frames) {
    stack.load(frames);
  }

  // ---- commits

  /**
   * {@return the continuation, as the difference to the last one}
   *
   * @throws KappaException if a value in it can't be encoded; then nothing has changed
   */
  public Continuation snapshot() {
    steps.takeBack();
    return continuation();
  }

  /**
   * {@return the continuation in which the step that was met has begun} It runs at most once: when
   * that is durable, {@link #run} gives the step to be run, here and nowhere else. Until then, and
   * until it is run, {@link #snapshot} takes that back.
   *
   * @throws KappaException as {@link #snapshot} does
   */
  public Continuation begin() {
    steps.begin();
    try {
      return continuation();
    } catch (KappaException e) {
      steps.takeBack();
      throw e;
    }
  }

  private Continuation continuation() {
    Next next = position.waiting();
    if (next == null) {
      unroll();
      next = standing.next(position.focus(), stack.depth() == 0, steps.last());
    }
    List<Payload> push = new ArrayList<>();
    for (Frame frame : stack.fresh(host)) {
      push.add(host.encode(frame, Standing.place(frame)));
    }
    Continuation continuation =
        new Continuation(
            stack.kept(),
            push,
            next,
            operations.created(),
            steps.finished(),
            position.extent(),
            breaks.cancelled());
    stack.committed();
    return continuation;
  }

  /** Makes frames of what is not yet begun: one for each part of it, since a frame is not deep. */
  private void unroll() {
    while (position.focus() instanceof Focus.Evaluate f) {
      if (f.instruction() instanceof Instruction.Bind bind) {
        stack.push(bind.rest());
        position.evaluate(bind.first());
      } else {
        position.push(new Frame.Next(f.instruction()), null);
      }
    }
  }

  /** {@return the operations since the last call} */
  public List<Operation> takeOperations() {
    return operations.take();
  }
}
