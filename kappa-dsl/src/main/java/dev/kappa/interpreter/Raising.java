package dev.kappa.interpreter;

import dev.kappa.TimedOutException;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.Expiry;
import dev.kappa.error.KappaException;
import dev.kappa.lambda.Lambdas;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives an error to the topmost frame. */
final class Raising {
  private final Position position;
  private final Steps steps;
  private final Scopes scopes;
  private final Sagas sagas;

  Raising(Position position, Steps steps, Scopes scopes, Sagas sagas) {
    this.position = position;
    this.steps = steps;
    this.scopes = scopes;
    this.sagas = sagas;
  }

  @Nullable Outcome raise(Focus.Raise raised) {
    Frame frame = position.stack().peek(position.host());
    return switch (frame) {
      case Frame.Recover f when ErrorTypes.matches(raised.error(), f.type()) ->
          recover(f, raised.error());
      case Frame.Ensure f -> scopes.finish(f.finalizer(), null, raised);
      case Frame.Deadline f -> expire(f, raised);
      case Frame.Placed f -> {
        position.leave(f.outer());
        yield null;
      }
      case Frame.Scope f -> scopes.close(f, null, raised);
      case Frame.Saga f -> sagas.unwind(f, raised);
      case Frame.Compensating f -> sagas.failed(f, raised.error());
      case Frame.Outcome f -> scopes.failed(f, raised);
      case Frame.Again f -> again(f, raised);
      case Frame.Recover f -> position.pop();
      case Frame.Apply f -> position.pop();
      case Frame.Run f -> position.pop();
      case Frame.Begun f -> steps.drop();
      case Frame.Next f -> position.pop();
      case Frame.And f -> position.pop();
      case Frame.Append f -> position.pop();
      case Frame.Restore f -> position.pop();
      case Frame.Iterate f -> position.pop();
      case Frame.Each f -> position.pop();
      case Frame.Cursor f -> position.pop();
      case Frame.Using f -> position.pop();
      case Frame.Compensate f -> position.pop();
      case Frame.Choose f -> position.pop();
      case Frame.Read f -> position.pop();
      case Frame.Result f -> position.pop();
    };
  }

  private @Nullable Outcome recover(Frame.Recover f, Throwable error) {
    position.stack().pop();
    if (!ErrorTypes.standsFor(error, f.type())) {
      return position.enter(f.handler(), 1, error);
    }
    return position.raise(
        new KappaException(
            ErrorCode.NOT_DECODABLE,
            "recover can't be given the %s, a class that is not on the class path or of a part of the JDK whose exceptions are not built again; throw one of your own from the step, caused by it, and recover from that"
                .formatted(f.type()),
            error),
        Lambdas.describe(f.handler()));
  }

  /** Of what has passed together, the outermost deadline takes it. */
  private @Nullable Outcome expire(Frame.Deadline f, Focus.Raise raised) {
    position.leave(f.outer());
    boolean first = f.outer().deadline() == 0 || f.until() < f.outer().deadline();
    return raised.error() instanceof Expiry && first
        ? position.raise(new TimedOutException("not done within " + f.duration()), raised.place())
        : null;
  }

  private @Nullable Outcome again(Frame.Again f, Focus.Raise raised) {
    position.stack().pop();
    int failures = f.failures() + 1;
    boolean over = failures >= f.policy().times();
    if (over || !ErrorTypes.triesAgain(f.policy(), raised.error())) {
      return null;
    }
    position.stack().push(new Frame.Again(f.body(), f.policy(), failures));
    Duration pause = f.policy().backoff().after(failures, position.host().random());
    if (pause.isZero()) {
      return position.evaluate(f.body());
    }
    position.stack().push(new Frame.Next(f.body()));
    return position.evaluate(new Instruction.Sleep(pause));
  }
}
