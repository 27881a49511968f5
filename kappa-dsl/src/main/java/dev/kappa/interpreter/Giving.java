package dev.kappa.interpreter;

import dev.kappa.Loop;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.vavr.Tuple2;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives a value to the topmost frame. */
final class Giving {
  private final Position position;
  private final Evaluation evaluation;
  private final Steps steps;
  private final Scopes scopes;
  private final Sagas sagas;

  Giving(Position position, Evaluation evaluation, Steps steps, Scopes scopes, Sagas sagas) {
    this.position = position;
    this.evaluation = evaluation;
    this.steps = steps;
    this.scopes = scopes;
    this.sagas = sagas;
  }

  @Nullable Outcome give(@Nullable Object value) {
    Frame frame = position.stack().peek(position.host());
    return switch (frame) {
      case Frame.Apply f -> apply(f, value);
      case Frame.Run f -> steps.meet(f, value);
      case Frame.Begun f -> steps.goOn(f);
      case Frame.Next f -> {
        position.stack().pop();
        yield evaluation.of(f.instruction());
      }
      case Frame.And f -> {
        position.replace(new Frame.Append(1, value));
        yield evaluation.of(f.other());
      }
      case Frame.Append f -> position.pop(Calls.append(f.arity(), f.kept(), value));
      case Frame.Restore f -> position.pop(f.kept());
      case Frame.Recover f -> position.pop(value);
      case Frame.Again f -> position.pop(value);
      case Frame.Ensure f -> scopes.finish(f.finalizer(), value, null);
      case Frame.Outcome f -> scopes.finished(f);
      case Frame.Using f -> use(f, value);
      case Frame.Deadline f -> position.leave(f.outer(), value);
      case Frame.Placed f -> position.leave(f.outer(), value);
      case Frame.Scope f -> scopes.close(f, value, null);
      case Frame.Saga f -> sagas.end(f, value);
      case Frame.Compensate f -> sagas.note(f, value);
      case Frame.Compensating f -> sagas.goOn(f);
      case Frame.Choose f -> choose(f, value);
      case Frame.Read f -> {
        position.stack().pop();
        yield read(f.type(), value);
      }
      case Frame.Result f -> position.pop(value);
      case Frame.Iterate f -> iterate(f, value);
      case Frame.Cursor f -> each(f.next(), value);
      case Frame.Each f -> throw new IllegalStateException("a loop is without its cursor");
    };
  }

  // ---- functions

  private @Nullable Outcome apply(Frame.Apply f, @Nullable Object value) {
    if (f.use() == Use.STEP) {
      return steps.meet(f, value);
    }
    position.stack().pop();
    switch (f.use()) {
      case AND -> position.stack().push(new Frame.Append(f.arity(), value));
      case ALSO -> position.stack().push(new Frame.Restore(value));
      case MAP, THEN, STEP -> {}
    }
    return f.use() == Use.MAP
        ? position.compute(f.function(), f.arity(), value)
        : position.enter(f.function(), f.arity(), value);
  }

  private @Nullable Outcome use(Frame.Using f, @Nullable Object value) {
    Frame release = new Frame.Apply(Use.THEN, 1, null, f.release());
    position.replace(new Frame.Ensure(new Instruction.Bind(new Instruction.Value(value), release)));
    return position.enter(f.use(), 1, value);
  }

  // ---- what was waited for

  private @Nullable Outcome choose(Frame.Choose f, @Nullable Object value) {
    if (!(value instanceof Tuple2<?, ?> chosen) || !(chosen._1 instanceof Integer index)) {
      throw new IllegalStateException("chosen: " + value + " (expected: an index and a value)");
    }
    position.stack().pop();
    if (index < 0) {
      return position.enter(Objects.requireNonNull(f.otherwise()), 0, null);
    }
    Frame.Branch branch = f.branches().get(index);
    if (branch.type() != null) {
      Frame body = new Frame.Apply(Use.THEN, branch.arity(), null, branch.body());
      position.stack().push(body);
      return read(branch.type(), chosen._2);
    }
    return position.enter(branch.body(), branch.arity(), chosen._2);
  }

  private @Nullable Outcome read(String type, @Nullable Object json) {
    try {
      byte[] given = (byte[]) Objects.requireNonNull(json);
      return position.give(position.host().read(given, type, source()));
    } catch (KappaException e) {
      if (e.code() != ErrorCode.INVALID_INPUT) {
        throw e;
      }
      return position.raise(e, null);
    }
  }

  /** {@return where it came from, for errors} */
  private String source() {
    Stack stack = position.stack();
    return stack.depth() > 0 && stack.peek(position.host()) instanceof Frame.Result of
        ? "the result of run " + of.run()
        : "what came from outside";
  }

  // ---- loops

  private @Nullable Outcome iterate(Frame.Iterate f, @Nullable Object value) {
    return switch (value) {
      case Loop.Again<?, ?> again -> position.enter(f.body(), 1, again.state());
      case Loop.Done<?, ?> done -> position.pop(done.result());
      case null -> noLoop("null");
      default -> noLoop("a " + value.getClass().getName());
    };
  }

  private @Nullable Outcome noLoop(String what) {
    return position.raise(
        new KappaException(
            ErrorCode.INVALID_ARGUMENT,
            "a turn of iterate gave " + what + " (expected: Loop.again or Loop.done)"),
        "iterate");
  }

  private @Nullable Outcome each(int index, @Nullable Object value) {
    Frame.Each loop = (Frame.Each) position.stack().peekSecond(position.host());
    if (index == loop.items().size()) {
      position.stack().pop();
      return position.pop(loop.folds() ? value : null);
    }
    position.replace(new Frame.Cursor(index + 1));
    Object item = loop.items().get(index);
    return loop.folds()
        ? position.enter2(loop.body(), value, item)
        : position.enter(loop.body(), 1, item);
  }
}
