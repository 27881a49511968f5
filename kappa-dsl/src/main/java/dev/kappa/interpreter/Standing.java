package dev.kappa.interpreter;

import dev.kappa.CancelledException;
import dev.kappa.Task;
import dev.kappa.error.Cancellation;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.lambda.Lambdas;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import io.vavr.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a task stands, as the machine has it and as it is stored. */
final class Standing {
  private final Host host;
  private final boolean root;

  Standing(Host host, Handle task) {
    this.host = host;
    this.root = task.equals(Handle.ROOT);
  }

  // ---- to be stored

  /**
   * {@return {@code focus} as it is stored}
   *
   * @param last whether no frame is left
   * @param lastStep the last step that was run, for errors
   */
  Next next(Focus focus, boolean last, @Nullable String lastStep) {
    return switch (focus) {
      case Focus.Give f -> {
        Payload value = host.encode(f.value(), whatIsHeld(last, lastStep));
        yield last
            ? new Next.Completed(value, root ? host.json(f.value(), "the run's result") : null)
            : new Next.Holding(value);
      }
      case Focus.Raise f -> {
        Throwable error = last ? ended(f.error()) : f.error();
        Failure failure = host.failure(error, f.place());
        yield last ? new Next.Failed(failure) : new Next.Raising(failure);
      }
      case Focus.Evaluate f -> throw new IllegalStateException("an instruction is no value");
    };
  }

  /** {@return what others hear of the error that ends the task} */
  private static Throwable ended(Throwable error) {
    if (!(error instanceof Cancellation)) {
      return error;
    }
    Throwable told = new CancelledException(String.valueOf(error.getMessage()));
    told.setStackTrace(error.getStackTrace());
    for (Throwable suppressed : error.getSuppressed()) {
      told.addSuppressed(suppressed);
    }
    return told;
  }

  private static String whatIsHeld(boolean last, @Nullable String lastStep) {
    String what = last ? "the task's result" : "the value";
    return lastStep == null ? what : what + " after step '" + lastStep + "'";
  }

  /** {@return a frame's name in errors} */
  static String place(Frame frame) {
    return switch (frame) {
      case Frame.Apply f when f.name() != null -> "step '" + f.name() + "'";
      case Frame.Apply f -> Lambdas.describe(f.function());
      case Frame.Run f -> "step '" + f.name() + "'";
      case Frame.Begun f -> "step '" + f.name() + "', which has begun";
      case Frame.And f -> "and";
      case Frame.Append f -> "a value kept by 'and'";
      case Frame.Restore f -> "a value kept by 'also'";
      case Frame.Outcome f -> "an outcome kept by 'ensure'";
      case Frame.Each f -> "the items of a loop";
      case Frame.Iterate f -> "iterate";
      case Frame.Recover f -> "recover";
      case Frame.Next f -> "a task";
      case Frame.Ensure f -> "ensure";
      case Frame.Again f -> "retry";
      case Frame.Cursor f -> "a loop";
      case Frame.Using f -> "using";
      case Frame.Deadline f -> "timeout";
      case Frame.Placed f -> "resident";
      case Frame.Scope f -> "scope";
      case Frame.Saga f -> "what a saga undoes";
      case Frame.Compensate f -> Lambdas.describe(f.action());
      case Frame.Compensating f -> "what a saga undoes";
      case Frame.Choose f -> "select";
      case Frame.Read f -> "a value from outside";
      case Frame.Result f -> "the result of run " + f.run();
    };
  }

  // ---- from what was stored

  /** {@return what a task that stands at {@code next} does next} */
  Focus focusOf(Next next) {
    return switch (next) {
      case Next.Holding n -> new Focus.Give(decode(n.value()));
      case Next.Results n -> {
        List<@Nullable Object> values = new ArrayList<>();
        n.values().forEach(value -> values.add(decode(value)));
        yield new Focus.Give(values);
      }
      case Next.Raising n -> new Focus.Raise(host.error(n.failure()), n.failure().step());
      case Next.Json n -> new Focus.Give(n.json());
      case Next.Chosen n -> chosen(n);
      case Next.Enter n -> entry(n);
      case Next.Wait n -> throw notReady(n);
      case Next.Completed n -> throw notReady(n);
      case Next.Failed n -> throw notReady(n);
      case Next.Parked n -> throw notReady(n);
      case Next.Abroad n -> throw notReady(n);
    };
  }

  private Focus chosen(Next.Chosen n) {
    Focus value = focusOf(n.value());
    return value instanceof Focus.Give given
        ? new Focus.Give(Tuple.of(n.index(), given.value()))
        : value;
  }

  private @Nullable Object decode(Payload value) {
    return value.equals(Payload.NONE) ? null : host.decode(value);
  }

  /** A workflow that is not in the code parks the task; what goes wrong inside it is its own. */
  private Focus entry(Next.Enter n) {
    Host.Entry workflow = host.entry(n.workflow());
    try {
      return begin(workflow.enter(n.input()));
    } catch (Throwable e) {
      rethrowFatal(e);
      return new Focus.Raise(e, "workflow '" + n.workflow() + "'");
    }
  }

  private static IllegalStateException notReady(Next next) {
    return new IllegalStateException("a worker was given a task that is not ready: " + next);
  }

  // ---- what a lambda gave

  static Focus begin(@Nullable Object task) {
    if (task == null) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT, "the lambda's task: null (expected: a Task)");
    }
    return new Focus.Evaluate(Language.instruction((Task<?>) task));
  }

  /** Goes on only if the worker can. */
  static void rethrowFatal(Throwable e) {
    if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
      throw fatal;
    }
  }
}
