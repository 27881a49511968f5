package dev.kappa;

import dev.kappa.interpreter.Frame;
import dev.kappa.interpreter.Instruction;
import dev.kappa.interpreter.Use;
import dev.kappa.lambda.Lambdas;
import dev.kappa.wire.Handle;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import io.vavr.Function0;
import io.vavr.Function1;
import io.vavr.Function2;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequential, durable computation, as a value. Building one runs nothing. What is built runs on
 * workers, function invocations that come and go; between any two steps all that is left of it is a
 * checkpoint.
 *
 * <p><b>What can throw, or has effects, goes into a step.</b> The lambdas of {@link #step} and
 * {@link #run} run at least once, and never again once a checkpoint after them was acknowledged.
 * All other lambdas only compute: they may run any number of times.
 *
 * <p>Lambdas are data: they are stored with what they capture. That must be values which the codec
 * knows: primitives, strings, records, enums, collections, {@code java.time}, Vavr's types,
 * exceptions, tasks, futures, channels and other such lambdas. Anything else is refused where the
 * lambda is given.
 *
 * <p>No argument and no lambda may be null; values may. An argument that is null or outside its
 * range is refused where it is given, with {@link dev.kappa.error.ErrorCode#INVALID_ARGUMENT}.
 *
 * @param <T> the result
 */
public sealed interface Task<T> permits Program, Task2, Task3, Task4 {

  // ---- values

  /** {@return a task that gives {@code value}} */
  static <T> Task<T> value(@Nullable T value) {
    return new Program<>(new Instruction.Value(value));
  }

  /** {@return a task that gives nothing} */
  static Task<Void> done() {
    return value(null);
  }

  /** {@return a task that fails with {@code error}} */
  static <T> Task<T> fail(Throwable error) {
    return new Program<>(new Instruction.Fail(Arguments.given("error", error)));
  }

  /** {@return a task that is built when it is reached} Use it to cut a recursion. */
  static <T> Task<T> defer(Function0<? extends Task<? extends T>> build) {
    return new Program<>(new Instruction.Defer(Lambdas.check("defer", build)));
  }

  // ---- steps

  /**
   * Does something with effects.
   *
   * <p>When the next step begins, this one's result is in a checkpoint (with {@link
   * Checkpoint#ASYNC} on its way into one). Cut off before that, the body runs again, with the same
   * {@link StepContext#idempotencyKey}. It runs on the worker's thread. If it throws, the task
   * fails with what it threw.
   *
   * @param name shown in progress and errors; need not be unique
   */
  static <T> Task<T> step(String name, CheckedFunction0<? extends T> body) {
    return step0(name, Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link #step(String, CheckedFunction0)}, for a body that gives nothing. */
  static Task<Void> run(String name, Action body) {
    return step0(name, Lambdas.check("step '" + name + "'", body));
  }

  private static <T> Task<T> step0(String name, Serializable body) {
    return new Program<>(new Instruction.Step(Arguments.given("name", name), body));
  }

  /**
   * Does something with effects with this task's value. See {@link #step(String,
   * CheckedFunction0)}.
   */
  default <R> Task<R> step(String name, CheckedFunction1<? super T, ? extends R> body) {
    return step1(name, Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link #step(String, CheckedFunction1)}, for a body that gives nothing. */
  default Task<Void> run(String name, Action1<? super T> body) {
    return step1(name, Lambdas.check("step '" + name + "'", body));
  }

  private <R> Task<R> step1(String name, Serializable body) {
    return bind(new Frame.Apply(Use.STEP, 1, Arguments.given("name", name), body));
  }

  // ---- sequence

  /** {@return a task that gives {@code function} of this one's value} It must only compute. */
  default <R> Task<R> map(Function1<? super T, ? extends R> function) {
    return apply(Use.MAP, 1, Lambdas.check("map", function));
  }

  /** {@return this task, then the one that {@code next} makes of its value} */
  default <R> Task<R> then(Function1<? super T, ? extends Task<? extends R>> next) {
    return apply(Use.THEN, 1, Lambdas.check("then", next));
  }

  /** {@return this task, then the one that {@code next} makes} This one's value is dropped. */
  default <R> Task<R> then(Function0<? extends Task<? extends R>> next) {
    return apply(Use.THEN, 0, Lambdas.check("then", next));
  }

  /**
   * {@return this task, then the one that {@code other} makes of its value, with both values} The
   * value is kept in the continuation while the other runs.
   */
  default <B> Task2<T, B> and(Function1<? super T, ? extends Task<? extends B>> other) {
    return new Task2<>(apply(Use.AND, 1, Lambdas.check("and", other)));
  }

  /**
   * {@return this task, then {@code other}, with both values} As {@link #and(Function1)}, for one
   * that does not need this one's value. Of a {@link Task2} it makes a pair whose first value is a
   * pair; for three values write {@code and((a, b) -> other)} there.
   */
  default <B> Task2<T, B> and(Task<? extends B> other) {
    return new Task2<>(bind(new Frame.And(Program.of(Arguments.given("other", other)))));
  }

  /**
   * {@return this task, then the one that {@code side} makes of its value, with the first value}
   */
  default Task<T> also(Function1<? super T, ? extends Task<?>> side) {
    return apply(Use.ALSO, 1, Lambdas.check("also", side));
  }

  // ---- errors

  /**
   * {@return this task, or if it fails with a {@code type}, the one that {@code handler} makes of
   * the error} A cancellation is not caught.
   */
  default <E extends Throwable> Task<T> recover(
      Class<E> type, Function1<? super E, ? extends Task<? extends T>> handler) {
    String name = Arguments.given("type", type).getName();
    return bind(new Frame.Recover(name, Lambdas.check("recover", handler)));
  }

  /**
   * {@return this task, then {@code finalizer}, whichever the outcome, also when cancelled} It
   * gives this one's outcome. If the finalizer fails too, its error is added to the first as
   * suppressed; if it alone fails, that is the outcome. No cancellation reaches the finalizer
   * itself.
   *
   * <p>Before the first step of this task begins, a checkpoint is durable that promises the
   * finalizer, also with {@link Checkpoint#ASYNC}: whatever becomes of that step, of its worker and
   * of the run, the finalizer runs, at least once. It may find that nothing was done yet.
   */
  default Task<T> ensure(Task<?> finalizer) {
    return bind(new Frame.Ensure(Program.of(Arguments.given("finalizer", finalizer))));
  }

  /** {@return this task, tried again after errors as {@code policy} says} */
  default Task<T> retry(Retry policy) {
    return bind(new Frame.Again(Program.of(this), Arguments.given("policy", policy), 0));
  }

  // ---- loops

  /**
   * Runs turns, each with the state that the one before gave, until one is {@link Loop#done}. Any
   * number of turns take no more memory, and no larger checkpoints, than one. The seed pins the
   * state's type: {@code iterate(0L, …)} for a state that is a {@code long}.
   */
  static <S, R> Task<R> iterate(
      S seed, Function1<? super S, ? extends Task<? extends Loop<? extends S, ? extends R>>> turn) {
    Frame loop = new Frame.Iterate(Lambdas.check("iterate", turn));
    return new Program<>(new Instruction.Bind(new Instruction.Value(Loop.again(seed)), loop));
  }

  /** Runs {@code body} for each item, one after the other. */
  static <A> Task<Void> forEach(
      Iterable<? extends A> items, Function1<? super A, ? extends Task<?>> body) {
    return each(null, items, Lambdas.check("forEach", body), false);
  }

  /** Runs {@code body} for each item with what it gave for the one before, first {@code seed}. */
  static <A, B> Task<B> fold(
      Iterable<? extends A> items,
      @Nullable B seed,
      Function2<? super B, ? super A, ? extends Task<? extends B>> body) {
    return each(seed, items, Lambdas.check("fold", body), true);
  }

  private static <B> Task<B> each(
      @Nullable Object seed, Iterable<?> items, Serializable body, boolean folds) {
    Instruction start = new Instruction.Bind(new Instruction.Value(seed), new Frame.Cursor(0));
    return new Program<>(new Instruction.Bind(start, new Frame.Each(copy(items), body, folds)));
  }

  private static List<Object> copy(Iterable<?> items) {
    List<Object> list = new ArrayList<>();
    Arguments.given("items", items).forEach(list::add);
    return list;
  }

  // ---- concurrency

  /**
   * Starts a child task. It runs on its own, on whatever worker; it exists from the next checkpoint
   * on, exactly once.
   *
   * @return a task that gives the child's handle at once
   */
  static <T> Task<TaskFuture<T>> spawn(Function0<? extends Task<? extends T>> body) {
    return new Program<>(
        new Instruction.Spawn(Lambdas.describe(body), Lambdas.check("spawn", body)));
  }

  /** Starts a child task for each input. See {@link #spawn}. */
  static <A, B> Task<List<TaskFuture<B>>> spawnAll(
      Iterable<? extends A> inputs, Function1<? super A, ? extends Task<? extends B>> body) {
    return spawnAll(inputs, Fan.UNBOUNDED, body);
  }

  /** Starts a child task for each input, of which {@code fan} says how many run at once. */
  static <A, B> Task<List<TaskFuture<B>>> spawnAll(
      Iterable<? extends A> inputs,
      Fan fan,
      Function1<? super A, ? extends Task<? extends B>> body) {
    return new Program<>(
        new Instruction.SpawnAll(
            copy(inputs), Arguments.given("fan", fan), Lambdas.check("spawnAll", body)));
  }

  /**
   * Waits for all the tasks.
   *
   * @return a task that gives their results in the futures' order, or fails as the first of them
   *     that fails, at once; the others go on
   */
  static <T> Task<List<T>> awaitAll(Iterable<? extends TaskFuture<? extends T>> futures) {
    List<Handle> handles = new ArrayList<>();
    for (TaskFuture<?> future : Arguments.given("futures", futures)) {
      handles.add(FutureHandle.of(Arguments.given("future", future)));
    }
    return new Program<>(new Instruction.AwaitAll(handles));
  }

  /**
   * Makes a channel. What it carries is told by a type argument, which may itself be generic:
   * {@code Task.<List<String>>channel(1)}. In the middle of a chain javac can't find it out, and
   * without one the channel is a {@code Channel<Object>}. There is no class to give: a channel is
   * stored as its name alone, so a class could not be checked once the task goes on elsewhere.
   *
   * <pre>{@code
   * Task.<Order>channel(10)
   *     .then(orders -> Task.spawn(() -> produce(orders)).then(() -> consume(orders)))
   * }</pre>
   *
   * @param <T> the messages
   * @param capacity how many it holds, 0 to 1,000,000; with 0 a send waits for its receiver
   */
  static <T> Task<Channel<T>> channel(int capacity) {
    Arguments.between("capacity", capacity, 0, 1_000_000);
    return new Program<>(new Instruction.NewChannel(capacity));
  }

  // ---- time

  /** Waits. No worker runs meanwhile. */
  static Task<Void> sleep(Duration duration) {
    return new Program<>(new Instruction.Sleep(Arguments.given("duration", duration)));
  }

  /** Waits until {@code time}; goes on at once if that is past. No worker runs meanwhile. */
  static Task<Void> sleepUntil(Instant time) {
    return new Program<>(new Instruction.SleepUntil(Arguments.given("time", time)));
  }

  // ---- checkpoints and context

  /** Makes all that came before it durable. */
  static Task<Void> checkpoint(Checkpoint mode) {
    return new Program<>(new Instruction.Save(Arguments.given("mode", mode)));
  }

  /** {@return a task that gives the run's and the task's identity} */
  static Task<TaskContext> context() {
    return new Program<>(new Instruction.Identify());
  }

  private <R> Task<R> apply(Use use, int arity, Serializable function) {
    return bind(new Frame.Apply(use, arity, null, function));
  }

  private <R> Task<R> bind(Frame rest) {
    return new Program<>(new Instruction.Bind(Program.of(this), rest));
  }
}
