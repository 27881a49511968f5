package dev.kappa.interpreter;

import dev.kappa.CancelledException;
import dev.kappa.Loop;
import dev.kappa.TaskContext;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.lambda.Lambdas;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task: one loop over an explicit stack, without recursion. It does nothing but compute;
 * steps and commits are done by its driver, between two calls of {@link #run}. Not thread-safe.
 */
public final class Machine {
  private final Host host;
  private final Assignment task;
  private final Stack stack;
  private final Operations operations;
  private final Standing standing;
  private @Nullable String running;
  private @Nullable String lastStep;
  private Focus focus;
  private @Nullable Next waiting;
  private @Nullable Throwable poison;
  private long steps;
  private int masks;
  private boolean cancel;
  private boolean cancelled;

  /**
   * Goes on where {@code task} stands.
   *
   * @throws KappaException if its value can't be decoded, or its workflow is not there, with the
   *     code at hand: the task is parked
   */
  public Machine(Host host, Assignment task) {
    this.host = host;
    this.task = task;
    this.stack = new Stack(task.depth(), task.top());
    this.operations = new Operations(host, task.number(), task.created());
    this.steps = task.steps();
    this.masks = task.masks();
    this.cancel = task.cancel();
    this.cancelled = task.cancelled();
    this.poison = task.poison() == null ? null : host.error(task.poison());
    this.standing = new Standing(host, task.ref().task());
    this.focus = standing.focusOf(task.next());
  }

  /** {@return how many steps the task has finished} */
  public long steps() {
    return steps;
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
      if (cancel && !cancelled && masks == 0) {
        cancelled = true;
        raise1(cancellation(), null);
      }
      Outcome outcome = turn();
      if (outcome != null) {
        return outcome;
      }
    }
    return new Outcome.Paused();
  }

  /** {@return a cancellation} It does not hide an error that it finds on its way. */
  private Throwable cancellation() {
    Throwable cancellation = new CancelledException("the task was cancelled");
    if (focus instanceof Focus.Raise found && !(found.error() instanceof CancelledException)) {
      cancellation.addSuppressed(found.error());
    }
    return cancellation;
  }

  private @Nullable Outcome turn() {
    return switch (focus) {
      case Focus.Evaluate f -> evaluate(f.instruction());
      case Focus.Give f -> {
        if (stack.depth() == 0) {
          yield new Outcome.Ended();
        }
        yield stack.has(2) ? give(f.value()) : new Outcome.NeedFrames(stack.absent());
      }
      case Focus.Raise f -> {
        if (stack.depth() == 0) {
          yield new Outcome.Ended();
        }
        yield stack.has(1) ? raise(f) : new Outcome.NeedFrames(stack.absent());
      }
    };
  }

  // ---- instructions

  private @Nullable Outcome evaluate(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Value i -> give1(i.value());
      case Instruction.Fail i -> raise1(i.error(), null);
      case Instruction.Defer i -> enter(i.build(), 0, null);
      case Instruction.Step i -> push(new Frame.Apply(Use.STEP, 0, i.name(), i.body()), null);
      case Instruction.Bind i -> {
        stack.push(i.rest());
        focus = new Focus.Evaluate(i.first());
        yield null;
      }
      case Instruction.Spawn i -> operate(() -> operations.spawn(i));
      case Instruction.SpawnAll i -> operate(() -> operations.spawnAll(i));
      case Instruction.NewChannel i -> operate(() -> operations.channel(i));
      case Instruction.Close i -> operate(() -> operations.close(i));
      case Instruction.Await i -> await(new Next.Await(i.future()));
      case Instruction.AwaitAll i -> await(new Next.AwaitAll(i.futures()));
      case Instruction.Receive i -> await(new Next.Receive(i.channel()));
      case Instruction.Send i -> send(i);
      case Instruction.Sleep i -> await(new Next.Sleep(Times.after(host.now(), i.duration())));
      case Instruction.SleepUntil i -> await(new Next.Sleep(Times.millis(i.time())));
      case Instruction.Save i -> {
        focus = new Focus.Give(null);
        yield new Outcome.Save(i.mode());
      }
      case Instruction.Identify i ->
          give1(
              new TaskContext(task.ref().run(), task.ref().task().toString(), task.ref().epoch()));
    };
  }

  private @Nullable Outcome send(Instruction.Send i) {
    try {
      Payload message = host.encode(i.value(), "the message sent to channel " + i.channel());
      return await(new Next.Send(i.channel(), message));
    } catch (KappaException e) {
      return raise1(e, "send");
    }
  }

  private @Nullable Outcome operate(Supplier<@Nullable Object> operation) {
    try {
      return give1(operation.get());
    } catch (KappaException e) {
      return raise1(e, null);
    }
  }

  private Outcome await(Next next) {
    waiting = next;
    return new Outcome.Wait();
  }

  // ---- frames given a value

  private @Nullable Outcome give(@Nullable Object value) {
    Frame frame = stack.peek(host);
    return switch (frame) {
      case Frame.Apply f -> apply(f, value);
      case Frame.Next f -> {
        stack.pop();
        yield evaluate(f.instruction());
      }
      case Frame.And f -> {
        stack.pop();
        stack.push(new Frame.Append(1, value));
        yield evaluate(f.other());
      }
      case Frame.Append f -> pop(Calls.append(f.arity(), f.kept(), value));
      case Frame.Restore f -> pop(f.kept());
      case Frame.Recover f -> pop(value);
      case Frame.Again f -> pop(value);
      case Frame.Ensure f -> finish(f, new Frame.Outcome(value, null));
      case Frame.Outcome f -> {
        leaveFinalizer();
        yield f.error() == null ? give1(f.value()) : raise1(f.error(), null);
      }
      case Frame.Iterate f -> iterate(f, value);
      case Frame.Cursor f -> each(f.next(), value);
      case Frame.Each f -> throw new IllegalStateException("a loop is without its cursor");
    };
  }

  private @Nullable Outcome apply(Frame.Apply f, @Nullable Object value) {
    if (f.use() == Use.STEP) {
      return step(f, value);
    }
    stack.pop();
    switch (f.use()) {
      case AND -> stack.push(new Frame.Append(f.arity(), value));
      case ALSO -> stack.push(new Frame.Restore(value));
      case MAP, THEN, STEP -> {}
    }
    if (f.use() != Use.MAP) {
      return enter(f.function(), f.arity(), value);
    }
    try {
      return give1(Calls.call(f.function(), f.arity(), value));
    } catch (Throwable e) {
      return threw(e, f.function());
    }
  }

  private @Nullable Outcome step(Frame.Apply f, @Nullable Object value) {
    String name = f.name() == null ? "" : f.name();
    if (poison != null) {
      Throwable error = poison;
      poison = null;
      stack.pop();
      steps++;
      return raise1(error, name);
    }
    running = name;
    return new Outcome.RunStep(name, f.arity(), f.function(), value, steps);
  }

  private @Nullable Outcome iterate(Frame.Iterate f, @Nullable Object value) {
    return switch (value) {
      case Loop.Again<?, ?> again -> enter(f.body(), 1, again.state());
      case Loop.Done<?, ?> done -> pop(done.result());
      case null -> noLoop("null");
      default -> noLoop("a " + value.getClass().getName());
    };
  }

  private @Nullable Outcome noLoop(String what) {
    return raise1(
        new KappaException(
            ErrorCode.INVALID_ARGUMENT,
            "a turn of iterate gave " + what + " (expected: Loop.again or Loop.done)"),
        "iterate");
  }

  private @Nullable Outcome each(int index, @Nullable Object value) {
    Frame.Each loop = (Frame.Each) stack.peekSecond(host);
    stack.pop();
    if (index == loop.items().size()) {
      return pop(loop.folds() ? value : null);
    }
    stack.push(new Frame.Cursor(index + 1));
    Object item = loop.items().get(index);
    if (!loop.folds()) {
      return enter(loop.body(), 1, item);
    }
    try {
      focus = Standing.begin(Calls.call2(loop.body(), value, item));
      return null;
    } catch (Throwable e) {
      return threw(e, loop.body());
    }
  }

  // ---- frames given an error

  private @Nullable Outcome raise(Focus.Raise raised) {
    Frame frame = stack.peek(host);
    return switch (frame) {
      case Frame.Recover f when ErrorTypes.matches(raised.error(), f.type()) ->
          recover(f, raised.error());
      case Frame.Ensure f -> finish(f, new Frame.Outcome(null, raised.error()));
      case Frame.Outcome f -> {
        leaveFinalizer();
        yield raise1(both(f.error(), raised.error()), raised.place());
      }
      case Frame.Again f -> again(f, raised);
      case Frame.Recover f -> unwind();
      case Frame.Apply f -> unwind();
      case Frame.Next f -> unwind();
      case Frame.And f -> unwind();
      case Frame.Append f -> unwind();
      case Frame.Restore f -> unwind();
      case Frame.Iterate f -> unwind();
      case Frame.Each f -> unwind();
      case Frame.Cursor f -> unwind();
    };
  }

  private @Nullable Outcome recover(Frame.Recover f, Throwable error) {
    stack.pop();
    if (!ErrorTypes.standsFor(error, f.type())) {
      return enter(f.handler(), 1, error);
    }
    return raise1(
        new KappaException(
            ErrorCode.NOT_DECODABLE,
            "recover can't be given the %s, which could be stored but not be built again; give the class a constructor that takes a message, or a message and a cause"
                .formatted(f.type()),
            error),
        Lambdas.describe(f.handler()));
  }

  private @Nullable Outcome unwind() {
    stack.pop();
    return null;
  }

  private @Nullable Outcome again(Frame.Again f, Focus.Raise raised) {
    stack.pop();
    int failures = f.failures() + 1;
    boolean over = failures >= f.policy().times();
    if (over || !ErrorTypes.triesAgain(f.policy(), raised.error())) {
      return null;
    }
    stack.push(new Frame.Again(f.body(), f.policy(), failures));
    Duration pause = f.policy().backoff().after(failures, host.random());
    if (pause.isZero()) {
      focus = new Focus.Evaluate(f.body());
      return null;
    }
    stack.push(new Frame.Next(f.body()));
    focus = new Focus.Evaluate(new Instruction.Sleep(pause));
    return null;
  }

  private static Throwable both(@Nullable Throwable first, Throwable second) {
    if (first == null) {
      return second;
    }
    if (!first.equals(second)) {
      first.addSuppressed(second);
    }
    return first;
  }

  private @Nullable Outcome finish(Frame.Ensure f, Frame.Outcome outcome) {
    stack.pop();
    stack.push(outcome);
    masks++;
    focus = new Focus.Evaluate(f.finalizer());
    return null;
  }

  private void leaveFinalizer() {
    stack.pop();
    masks--;
  }

  // ---- small moves

  private @Nullable Outcome give1(@Nullable Object value) {
    focus = new Focus.Give(value);
    return null;
  }

  private @Nullable Outcome raise1(Throwable error, @Nullable String place) {
    focus = new Focus.Raise(error, place);
    return null;
  }

  private @Nullable Outcome pop(@Nullable Object value) {
    stack.pop();
    return give1(value);
  }

  private @Nullable Outcome push(Frame frame, @Nullable Object value) {
    stack.push(frame);
    return give1(value);
  }

  private @Nullable Outcome enter(Serializable function, int arity, @Nullable Object value) {
    try {
      focus = Standing.begin(Calls.call(function, arity, value));
      return null;
    } catch (Throwable e) {
      return threw(e, function);
    }
  }

  private @Nullable Outcome threw(Throwable e, Serializable function) {
    Standing.rethrowFatal(e);
    return raise1(e, Lambdas.describe(function));
  }

  // ---- for the driver

  /** The step that was to be run gave {@code value}. */
  public void stepReturned(@Nullable Object value) {
    stack.pop();
    steps++;
    lastStep = running;
    give1(value);
  }

  /** The step that was to be run, named {@code name}, threw. */
  public void stepThrew(String name, Throwable error) {
    stack.pop();
    steps++;
    raise1(error, name);
  }

  /** What the task waited for is there. */
  public void resume(Next next) {
    waiting = null;
    focus = standing.focusOf(next);
  }

  /** Something about the task can't be stored: it fails where it stands. */
  public void fail(Throwable error) {
    waiting = null;
    raise1(error, null);
  }

  /** The task is to be cancelled, as soon as it is not in a finalizer. */
  public void cancel() {
    cancel = true;
  }

  /** The frames that were asked for: consecutive, lowest first. */
  public void load(List<Payload> frames) {
    stack.load(frames);
  }

  /**
   * {@return the continuation, as the difference to the last one}
   *
   * @throws KappaException if a value in it can't be encoded; then nothing has changed
   */
  public Continuation snapshot() {
    if (waiting == null) {
      unroll();
    }
    Next next = waiting != null ? waiting : standing.next(focus, stack.depth() == 0, lastStep);
    List<Payload> push = new ArrayList<>();
    for (Frame frame : stack.fresh(host)) {
      push.add(host.encode(frame, Standing.place(frame)));
    }
    Continuation continuation =
        new Continuation(stack.kept(), push, next, operations.created(), steps, masks, cancelled);
    stack.committed();
    return continuation;
  }

  /** Makes frames of what is not yet begun: one for each part of it, since a frame is not deep. */
  private void unroll() {
    while (focus instanceof Focus.Evaluate f) {
      if (f.instruction() instanceof Instruction.Bind bind) {
        stack.push(bind.rest());
        focus = new Focus.Evaluate(bind.first());
      } else {
        push(new Frame.Next(f.instruction()), null);
      }
    }
  }

  /** {@return the operations since the last call} */
  public List<Operation> takeOperations() {
    return operations.take();
  }
}
