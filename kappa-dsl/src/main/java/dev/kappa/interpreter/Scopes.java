package dev.kappa.interpreter;

import dev.kappa.wire.Handle;
import org.jspecify.annotations.Nullable;

/** What is around a part of a task, and does something when it is left. */
final class Scopes {
  private final Position position;
  private final Operations operations;

  Scopes(Position position, Operations operations) {
    this.position = position;
    this.operations = operations;
  }

  @Nullable Outcome open(Instruction.Scope i) {
    Handle id = operations.scope();
    position.open(id);
    return position.enter(i.body(), 0, null);
  }

  @Nullable Outcome close(Frame.Scope f, @Nullable Object value, Focus.@Nullable Raise raised) {
    position.returnTo(f.outer());
    if (operations.createdSince(f.id())) {
      return finish(new Instruction.EndScope(f.id()), value, raised);
    }
    return raised == null ? position.pop(value) : position.pop();
  }

  /** Runs {@code finalizer} in the place of the topmost frame, then goes on with the outcome. */
  @Nullable Outcome finish(
      Instruction finalizer, @Nullable Object value, Focus.@Nullable Raise raised) {
    Throwable error = raised == null ? null : raised.error();
    String place = raised == null ? null : raised.place();
    position.mask(new Frame.Outcome(value, error, position.extent(), place));
    return position.evaluate(finalizer);
  }

  /** A finalizer gave a value, which is dropped. */
  @Nullable Outcome finished(Frame.Outcome f) {
    position.leave(f.outer());
    return f.error() == null ? position.give(f.value()) : position.raise(f.error(), f.place());
  }

  /** A finalizer failed. */
  @Nullable Outcome failed(Frame.Outcome f, Focus.Raise raised) {
    position.leave(f.outer());
    String place = f.error() == null ? raised.place() : f.place();
    return position.raise(both(f.error(), raised.error()), place);
  }

  /** {@return the first error, which has suppressed the second} */
  static Throwable both(@Nullable Throwable first, Throwable second) {
    if (first == null) {
      return second;
    }
    if (!first.equals(second)) {
      first.addSuppressed(second);
    }
    return first;
  }
}
