package dev.kappa.interpreter;

import dev.kappa.CancelledException;
import dev.kappa.Loop;
import dev.kappa.TaskContext;
import dev.kappa.TimedOutException;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.Expiry;
import dev.kappa.error.KappaException;
import dev.kappa.lambda.Lambdas;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import io.vavr.Tuple2;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task: one loop over an explicit stack, without recursion. It does nothing but compute;
 * steps and commits are done by its driver, between two calls of {@link #run}. Not thread-safe.
 */
public final class Machine {
  /** So many turns after the last step or wait a task is broken off wherever it is... */
  private static final int VERY_LONG = 10_000;

  /** ...which is looked at once in so many. */
  private static final int LOOK = 128;

  private final Host host;
  private final Assignment task;
  private final Stack stack;
  private final Operations operations;
  private final Standing standing;
  private final Waiting waits;
  private @Nullable String running;
  private @Nullable String lastStep;
  private Focus focus;
  private @Nullable Next waiting;
  private @Nullable Throwable poison;
  private long steps;
  private Extent extent;
  private long turns;
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
    this.extent = task.extent();
    this.cancel = task.cancel();
    this.cancelled = task.cancelled();
    this.poison = task.poison() == null ? null : host.error(task.poison());
    this.standing = new Standing(host, task.ref().task());
    this.waits = new Waiting(host);
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
      breakOffBetween();
      Outcome outcome = turn();
      if (outcome != null) {
        return outcome;
      }
    }
    return new Outcome.Paused();
  }

  /**
   * {@return why the task is to be broken off; null if it is not} It is looked at before a step and
   * before a wait, and in between only if that takes very long. So what has just come, by a step or
   * a wait, gets to whoever notes how it is given back.
   */
  private @Nullable Throwable breach() {
    if (isCancelDue()) {
      cancelled = true;
      return cancellation();
    }
    return extent.deadline() != 0 && extent.isOver(host.now())
        ? new Expiry("the time is over")
        : null;
  }

  private boolean isCancelDue() {
    return cancel && !cancelled && extent.masks() == 0;
  }

  /** Breaks off what fails though it is cancelled, and what takes very long. */
  private void breakOffBetween() {
    turns++;
    boolean due =
        focus instanceof Focus.Raise ? isCancelDue() : turns >= VERY_LONG && turns % LOOK == 0;
    Throwable breach = due ? breach() : null;
    if (breach != null) {
      raise1(breach, null);
    }
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
      case Instruction.Spawn i -> operate(() -> operations.spawn(i, extent));
      case Instruction.SpawnAll i -> operate(() -> operations.spawnAll(i, extent));
      case Instruction.NewChannel i -> operate(() -> operations.channel(i));
      case Instruction.Close i -> operate(() -> operations.close(i));
      case Instruction.Cancel i -> operate(() -> operations.cancel(i));
      case Instruction.Publish i -> operate(() -> operations.publish(i));
      case Instruction.AwaitAll i -> await(new Next.AwaitAll(i.futures()));
      case Instruction.SendAll i -> sendAll(i);
      case Instruction.Select i -> select(i);
      case Instruction.AwaitSignal i -> {
        stack.push(new Frame.Read(i.type()));
        yield await(waits.source(i));
      }
      case Instruction.Source i -> awaitEncoded(() -> waits.source(i));
      case Instruction.SignalUrl i -> give1(host.signalUrl(i.name()));
      case Instruction.Timeout i -> limit(i);
      case Instruction.Scope i -> open(i);
      case Instruction.EndScope i -> await(new Next.EndScope(i.scope()));
      case Instruction.Saga i -> begin(i);
      case Instruction.Save i -> {
        focus = new Focus.Give(null);
        yield new Outcome.Save(i.mode());
      }
      case Instruction.Identify i ->
          give1(
              new TaskContext(task.ref().run(), task.ref().task().toString(), task.ref().epoch()));
    };
  }

  private @Nullable Outcome sendAll(Instruction.SendAll i) {
    if (i.values().isEmpty()) {
      return give1(null);
    }
    int count = Math.min(Waiting.MOST_SENT, i.values().size());
    List<?> rest = i.values().subList(count, i.values().size());
    if (!rest.isEmpty()) {
      stack.push(new Frame.Next(new Instruction.SendAll(i.channel(), List.copyOf(rest))));
    }
    return awaitEncoded(() -> waits.send(i.channel(), i.values().subList(0, count)));
  }

  private @Nullable Outcome select(Instruction.Select i) {
    stack.push(new Frame.Choose(i.branches(), i.otherwise()));
    return awaitEncoded(() -> waits.select(i));
  }

  /** Waits for what is described with values that may not be encodable. */
  private @Nullable Outcome awaitEncoded(Supplier<Next> next) {
    try {
      return await(next.get());
    } catch (KappaException e) {
      return raise1(e, "send");
    }
  }

  // ---- extents

  private @Nullable Outcome limit(Instruction.Timeout i) {
    long until = Times.after(host.now(), i.duration());
    stack.push(new Frame.Deadline(until, i.duration(), extent));
    extent = extent.until(until);
    focus = new Focus.Evaluate(i.body());
    return null;
  }

  private @Nullable Outcome open(Instruction.Scope i) {
    Handle id = operations.scope();
    stack.push(new Frame.Scope(id, extent));
    extent = extent.scope(id);
    return enter(i.body(), 0, null);
  }

  private @Nullable Outcome begin(Instruction.Saga i) {
    stack.push(new Frame.Saga(List.of(), extent));
    extent = extent.saga(stack.depth());
    return enter(i.body(), 0, null);
  }

  /** Leaves the topmost frame, which had opened something in the extent {@code outer}. */
  private void leave(Extent outer) {
    stack.pop();
    extent = outer;
  }

  private @Nullable Outcome leave(Extent outer, @Nullable Object value) {
    leave(outer);
    return give1(value);
  }

  private @Nullable Outcome operate(Supplier<@Nullable Object> operation) {
    try {
      return give1(operation.get());
    } catch (KappaException e) {
      return raise1(e, null);
    }
  }

  private @Nullable Outcome await(Next next) {
    Throwable breach = breach();
    if (breach != null) {
      return raise1(breach, null);
    }
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
      case Frame.Ensure f -> finish(f.finalizer(), new Frame.Outcome(value, null, extent));
      case Frame.Outcome f -> {
        leave(f.outer());
        yield f.error() == null ? give1(f.value()) : raise1(f.error(), null);
      }
      case Frame.Using f -> use(f, value);
      case Frame.Deadline f -> leave(f.outer(), value);
      case Frame.Scope f -> close(f, value, null);
      case Frame.Saga f -> leave(f.outer(), value);
      case Frame.Compensate f -> note(f, value);
      case Frame.Compensating f -> compensate(f);
      case Frame.Choose f -> choose(f, value);
      case Frame.Read f -> read(f, value);
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

  private @Nullable Outcome use(Frame.Using f, @Nullable Object value) {
    stack.pop();
    Frame release = new Frame.Apply(Use.THEN, 1, null, f.release());
    stack.push(new Frame.Ensure(new Instruction.Bind(new Instruction.Value(value), release)));
    return enter(f.use(), 1, value);
  }

  private @Nullable Outcome note(Frame.Compensate f, @Nullable Object value) {
    int at = extent.saga();
    if (at == 0) {
      stack.pop();
      return raise1(
          new KappaException(
              ErrorCode.INVALID_ARGUMENT,
              "undo outside of a saga: nothing would ever undo it; put Task.saga(() -> ...) around"),
          Lambdas.describe(f.action()));
    }
    if (stack.absent() >= at) {
      return new Outcome.NeedFrames(stack.absent());
    }
    stack.pop();
    Frame.Saga saga = (Frame.Saga) stack.get(at, host);
    List<Frame.Undo> undos = new ArrayList<>(saga.undos());
    undos.add(new Frame.Undo(f.action(), value));
    stack.set(at, new Frame.Saga(undos, saga.outer()));
    return give1(value);
  }

  private @Nullable Outcome compensate(Frame.Compensating f) {
    if (f.rest().isEmpty()) {
      leave(f.outer());
      return raise1(f.error(), null);
    }
    stack.pop();
    Frame.Undo last = f.rest().getLast();
    List<Frame.Undo> rest = f.rest().subList(0, f.rest().size() - 1);
    stack.push(new Frame.Compensating(f.error(), rest, f.outer()));
    return enter(last.action(), 1, last.value());
  }

  private @Nullable Outcome choose(Frame.Choose f, @Nullable Object value) {
    if (!(value instanceof Tuple2<?, ?> chosen) || !(chosen._1 instanceof Integer index)) {
      throw new IllegalStateException("chosen: " + value + " (expected: an index and a value)");
    }
    stack.pop();
    if (index < 0) {
      return enter(Objects.requireNonNull(f.otherwise()), 0, null);
    }
    Frame.Branch branch = f.branches().get(index);
    if (branch.type() != null) {
      stack.push(new Frame.Apply(Use.THEN, branch.arity(), null, branch.body()));
      return read(branch.type(), chosen._2);
    }
    return enter(branch.body(), branch.arity(), chosen._2);
  }

  private @Nullable Outcome read(Frame.Read f, @Nullable Object value) {
    stack.pop();
    return read(f.type(), value);
  }

  private @Nullable Outcome read(String type, @Nullable Object json) {
    try {
      return give1(host.read((byte[]) Objects.requireNonNull(json), type));
    } catch (KappaException e) {
      if (e.code() != ErrorCode.INVALID_INPUT) {
        throw e;
      }
      return raise1(e, null);
    }
  }

  private @Nullable Outcome step(Frame.Apply f, @Nullable Object value) {
    String name = f.name() == null ? "" : f.name();
    Throwable breach = breach();
    if (breach != null) {
      stack.pop();
      return raise1(breach, null);
    }
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
      case Frame.Ensure f -> finish(f.finalizer(), new Frame.Outcome(null, raised.error(), extent));
      case Frame.Deadline f -> expire(f, raised);
      case Frame.Scope f -> close(f, null, raised.error());
      case Frame.Saga f -> unwind(f, raised);
      case Frame.Compensating f -> {
        stack.pop();
        Throwable error = both(f.error(), raised.error());
        yield push(new Frame.Compensating(error, f.rest(), f.outer()), null);
      }
      case Frame.Outcome f -> {
        leave(f.outer());
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
      case Frame.Using f -> unwind();
      case Frame.Compensate f -> unwind();
      case Frame.Choose f -> unwind();
      case Frame.Read f -> unwind();
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

  /** Of what has passed together, the outermost deadline takes it. */
  private @Nullable Outcome expire(Frame.Deadline f, Focus.Raise raised) {
    leave(f.outer());
    boolean first = f.outer().deadline() == 0 || f.until() < f.outer().deadline();
    if (raised.error() instanceof Expiry && first) {
      return raise1(new TimedOutException("not done within " + f.duration()), raised.place());
    }
    return null;
  }

  private @Nullable Outcome close(
      Frame.Scope f, @Nullable Object value, @Nullable Throwable error) {
    extent = f.outer();
    if (operations.createdSince(f.id())) {
      return finish(new Instruction.EndScope(f.id()), new Frame.Outcome(value, error, extent));
    }
    stack.pop();
    return error == null ? give1(value) : raise1(error, null);
  }

  private @Nullable Outcome unwind(Frame.Saga f, Focus.Raise raised) {
    if (f.undos().isEmpty()) {
      leave(f.outer());
      return null;
    }
    stack.pop();
    extent = f.outer().masked();
    return push(new Frame.Compensating(raised.error(), f.undos(), f.outer()), null);
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

  private @Nullable Outcome finish(Instruction finalizer, Frame.Outcome outcome) {
    stack.pop();
    stack.push(outcome);
    extent = extent.masked();
    focus = new Focus.Evaluate(finalizer);
    return null;
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
    turns = 0;
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
    turns = 0;
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
        new Continuation(stack.kept(), push, next, operations.created(), steps, extent, cancelled);
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
