package dev.kappa.interpreter;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.lambda.Lambdas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done and can be undone. */
final class Sagas {
  private final Position position;

  Sagas(Position position) {
    this.position = position;
  }

  @Nullable Outcome begin(Instruction.Saga i) {
    position.begin(new Frame.Saga(List.of(), position.extent()));
    return position.enter(i.body(), 0, null);
  }

  /**
   * The saga has succeeded: what was noted in it is noted in the one around it from now on. Not so
   * what a finalizer or an undoing has done, since neither is undone.
   */
  @Nullable Outcome end(Frame.Saga f, @Nullable Object value) {
    int at = f.outer().saga();
    if (at == 0 || f.undos().isEmpty()) {
      return position.leave(f.outer(), value);
    }
    Stack stack = position.stack();
    if (stack.absent() >= at) {
      return new Outcome.NeedFrames(stack.absent());
    }
    Frame.Saga around = (Frame.Saga) stack.get(at, position.host());
    if (f.outer().masks() == around.outer().masks()) {
      List<Frame.Undo> all = new ArrayList<>(around.undos());
      all.addAll(f.undos());
      stack.set(at, new Frame.Saga(all, around.outer()));
    }
    return position.leave(f.outer(), value);
  }

  /** Notes in the saga around it how {@code value} is undone. */
  @Nullable Outcome note(Frame.Compensate f, @Nullable Object value) {
    int at = position.extent().saga();
    Stack stack = position.stack();
    if (at == 0) {
      stack.pop();
      return position.raise(outside(), Lambdas.describe(f.action()));
    }
    if (stack.absent() >= at) {
      return new Outcome.NeedFrames(stack.absent());
    }
    stack.pop();
    Frame.Saga saga = (Frame.Saga) stack.get(at, position.host());
    if (position.extent().masks() != saga.outer().masks()) {
      return position.give(value); // what a finalizer or an undoing does is not undone
    }
    List<Frame.Undo> undos = new ArrayList<>(saga.undos());
    undos.add(new Frame.Undo(f.action(), value));
    stack.set(at, new Frame.Saga(undos, saga.outer()));
    return position.give(value);
  }

  private static KappaException outside() {
    return new KappaException(
        ErrorCode.INVALID_ARGUMENT,
        "undo outside of a saga: nothing would ever undo it; put Task.saga(() -> ...) around");
  }

  /** The saga fails: all that was noted in it is undone, the last first. */
  @Nullable Outcome unwind(Frame.Saga f, Focus.Raise raised) {
    if (f.undos().isEmpty()) {
      position.leave(f.outer());
      return null;
    }
    position.returnTo(f.outer());
    position.mask(new Frame.Compensating(raised.error(), f.undos(), f.outer(), raised.place()));
    return position.give(null);
  }

  /** One was undone; now the one before it. */
  @Nullable Outcome goOn(Frame.Compensating f) {
    if (f.rest().isEmpty()) {
      position.leave(f.outer());
      return position.raise(f.error(), f.place());
    }
    Frame.Undo last = f.rest().getLast();
    List<Frame.Undo> rest = f.rest().subList(0, f.rest().size() - 1);
    position.replace(new Frame.Compensating(f.error(), rest, f.outer(), f.place()));
    return position.enter(last.action(), 1, last.value());
  }

  /** One could not be undone; the others are all the same. */
  @Nullable Outcome failed(Frame.Compensating f, Throwable error) {
    Throwable both = Scopes.both(f.error(), error);
    position.replace(new Frame.Compensating(both, f.rest(), f.outer(), f.place()));
    return position.give(null);
  }
}
