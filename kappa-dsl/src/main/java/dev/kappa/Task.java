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

  /**
   * {@return a task that gives {@code value}}
   *
   * <pre>{@code
   * Task.value(4).map(price -> 2 * price)
   * }</pre>
   */
  static <T> Task<T> value(@Nullable T value) {
    return new Program<>(new Instruction.Value(value));
  }

  /**
   * {@return a task that gives nothing}
   *
   * <pre>{@code
   * gift ? wrap() : Task.done()
   * }</pre>
   */
  static Task<Void> done() {
    return value(null);
  }

  /**
   * {@return a task that fails with {@code error}}
   *
   * <pre>{@code
   * stock > 0 ? Task.value(stock) : Task.fail(new SoldOut("tea"))
   * }</pre>
   */
  static <T> Task<T> fail(Throwable error) {
    return new Program<>(new Instruction.Fail(Arguments.given("error", error)));
  }

  /**
   * {@return a task that is built when it is reached} Use it to cut a recursion.
   *
   * <pre>{@code
   * Task.run("tick", () -> note("tick")).then(() -> Task.defer(() -> countDown(n - 1)))
   * }</pre>
   */
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
   * <pre>{@code
   * Task.step("price", () -> priceOf("tea"))
   * }</pre>
   *
   * @param name shown in progress and errors; need not be unique
   */
  static <T> Task<T> step(String name, CheckedFunction0<? extends T> body) {
    return step0(name, Lambdas.check("step '" + name + "'", body));
  }

  /**
   * As {@link #step(String, CheckedFunction0)}, for a body that gives nothing.
   *
   * <pre>{@code
   * Task.run("mail", () -> note("shipped"))
   * }</pre>
   */
  static Task<Void> run(String name, Action body) {
    return step0(name, Lambdas.check("step '" + name + "'", body));
  }

  /**
   * As {@link #step(String, CheckedFunction0)}, run as {@code how} says.
   *
   * <pre>{@code
   * Task.step("charge", Step.once(), () -> Bank.charge(order))
   *     .recover(StepInDoubtException.class, e -> askTheBank(order))
   * }</pre>
   */
  static <T> Task<T> step(String name, Step how, CheckedFunction0<? extends T> body) {
    return Task.done().run(0, name, how, Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link #step(String, Step, CheckedFunction0)}, for a body that gives nothing. */
  static Task<Void> run(String name, Step how, Action body) {
    return Task.done().run(0, name, how, Lambdas.check("step '" + name + "'", body));
  }

  private static <T> Task<T> step0(String name, Serializable body) {
    return new Program<>(new Instruction.Step(Arguments.given("name", name), body));
  }

  /**
   * Does something with effects with this task's value. See {@link #step(String,
   * CheckedFunction0)}.
   *
   * <pre>{@code
   * price("tea").step("charge", amount -> charge(amount))
   * }</pre>
   */
  default <R> Task<R> step(String name, CheckedFunction1<? super T, ? extends R> body) {
    return step1(name, Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link #step(String, CheckedFunction1)}, for a body that gives nothing. */
  default Task<Void> run(String name, Action1<? super T> body) {
    return step1(name, Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link #step(String, CheckedFunction1)}, run as {@code how} says. */
  default <R> Task<R> step(String name, Step how, CheckedFunction1<? super T, ? extends R> body) {
    return run(1, name, how, Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link #step(String, Step, CheckedFunction1)}, for a body that gives nothing. */
  default Task<Void> run(String name, Step how, Action1<? super T> body) {
    return run(1, name, how, Lambdas.check("step '" + name + "'", body));
  }

  private <R> Task<R> run(int arity, String name, Step how, Serializable body) {
    return bind(
        new Frame.Run(arity, Arguments.given("name", name), Arguments.given("how", how), body));
  }

  private <R> Task<R> step1(String name, Serializable body) {
    return bind(new Frame.Apply(Use.STEP, 1, Arguments.given("name", name), body));
  }

  // ---- sequence

  /**
   * {@return a task that gives {@code function} of this one's value} It must only compute.
   *
   * <pre>{@code
   * price("tea").map(amount -> 2 * amount)
   * }</pre>
   */
  default <R> Task<R> map(Function1<? super T, ? extends R> function) {
    return apply(Use.MAP, 1, Lambdas.check("map", function));
  }

  /**
   * {@return this task, then the one that {@code next} makes of its value}
   *
   * <pre>{@code
   * price("tea").then(amount -> pay(amount))
   * }</pre>
   */
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
   *
   * <pre>{@code
   * price("tea").and(amount -> discount(amount)).map((amount, off) -> amount - off)
   * }</pre>
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
   *
   * <pre>{@code
   * price("tea").also(amount -> pay(amount))
   * }</pre>
   */
  default Task<T> also(Function1<? super T, ? extends Task<?>> side) {
    return apply(Use.ALSO, 1, Lambdas.check("also", side));
  }

  // ---- errors

  /**
   * {@return this task, or if it fails with a {@code type}, the one that {@code handler} makes of
   * the error} A cancellation is not caught.
   *
   * <pre>{@code
   * price("cake").recover(SoldOut.class, e -> price("tea"))
   * }</pre>
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
   *
   * <pre>{@code
   * price("tea").ensure(Task.run("mail", () -> note("done")))
   * }</pre>
   */
  default Task<T> ensure(Task<?> finalizer) {
    return bind(new Frame.Ensure(Program.of(Arguments.given("finalizer", finalizer))));
  }

  /**
   * {@return this task, tried again after errors as {@code policy} says}
   *
   * <pre>{@code
   * Task.step("call", () -> flaky())
   *     .retry(Retry.times(5).backoff(Backoff.fixed(Duration.ofSeconds(2))))
   * }</pre>
   */
  default Task<T> retry(Retry policy) {
    return bind(new Frame.Again(Program.of(this), Arguments.given("policy", policy), 0));
  }

  /**
   * {@return this task, broken off when it takes longer than {@code limit}} It then fails with a
   * {@link TimedOutException} where it waits, or before its next step or wait: a step that runs is
   * not stopped. What is broken off can clean up in {@link #ensure}, but not catch it. What it
   * spawned goes on unless it did so in a {@link #scope}.
   *
   * <pre>{@code
   * Task.signal("approved", Boolean.class)
   *     .await()
   *     .timeout(Duration.ofDays(2))
   *     .recover(TimedOutException.class, e -> Task.value(false))
   * }</pre>
   */
  default Task<T> timeout(Duration limit) {
    return new Program<>(
        new Instruction.Timeout(Program.of(this), Arguments.given("limit", limit)));
  }

  /**
   * {@return this task, which begins when {@code limit} has room for it} It waits for that without
   * a worker, in the order in which tasks asked, and its place is another's when it has ended: with
   * a value, an error or a cancellation, at the checkpoint that says so. A limit holds for all
   * tasks of all runs of the store that name it.
   *
   * <p>A task whose worker dies keeps its place and goes on with another worker; the body of a step
   * that was cut off may still run beside that. One that dies for good gives its place back. {@link
   * #retry} within a limit keeps the place, {@code task.limited(limit).retry(policy)} asks anew
   * each time. With a rate, what counts is when a task is let in; its step begins when a worker is
   * free. {@link #timeout} around it also ends the waiting.
   *
   * <pre>{@code
   * price("tea").limited(Limit.rate("shop", 100, Duration.ofMinutes(1)))
   * }</pre>
   *
   * <p>A task within a limit that waits for another which waits for the same limit waits for ever:
   * such a circle is not found.
   */
  default Task<T> limited(Limit limit) {
    Task<T> self = this;
    Task<TaskFuture<Void>> permit =
        new Program<>(new Instruction.Acquire(Arguments.given("limit", limit).toSpec()));
    return using(permit, p -> p.await().then(() -> self), TaskFuture::cancel);
  }

  /**
   * {@return this task, whose steps run on resident workers} Those are processes that live as long
   * as they need, beside the function: a step there has no time limit but its own ({@link
   * Step#within}) and may take hours, and what it opened with {@link Resource} stays open for the
   * steps after it. All else is as in any other step: a checkpoint is durable after it, it runs
   * again if its worker dies, and it is to look at {@link StepContext#cancelled()} now and then.
   *
   * <p>Only the steps of this task itself are there, those of its {@link #ensure} and {@link
   * #retry} within included; what it spawns says so itself. Before its first step, and after its
   * last, the task changes workers at a checkpoint. While no resident worker is connected it waits,
   * and the run says so.
   *
   * <pre>{@code
   * Task.step("train", () -> train("orders")).resident().step("publish", model -> publish(model))
   * }</pre>
   */
  default Task<T> resident() {
    return new Program<>(new Instruction.Resident(Program.of(this)));
  }

  /**
   * Gets something, uses it, and always gives it back: {@code release} runs as {@link #ensure}'s
   * finalizer does, with the value. Between getting and using, nothing comes: no cancellation, no
   * time-out. (A step that gets something may have done so and died: its own next run must cope.)
   *
   * <pre>{@code
   * Task.using(borrow("book"), book -> read(book), book -> giveBack(book))
   * }</pre>
   */
  static <A, R> Task<R> using(
      Task<A> acquire,
      Function1<? super A, ? extends Task<? extends R>> use,
      Function1<? super A, ? extends Task<?>> release) {
    Frame frame =
        new Frame.Using(
            Lambdas.check("using", use), Lambdas.check("the release of using", release));
    return Arguments.given("acquire", acquire).bind(frame);
  }

  /**
   * {@return this task, noted in the {@link #saga} around it: if that fails later, {@code
   * compensation} is run with this one's value} It is so noted by the same checkpoint as the value.
   *
   * <pre>{@code
   * Task.saga(() -> pay(40).compensate(receipt -> refund(receipt)).then(receipt -> ship(receipt)))
   * }</pre>
   */
  default Task<T> compensate(Function1<? super T, ? extends Task<?>> compensation) {
    return bind(new Frame.Compensate(Lambdas.check("compensate", compensation)));
  }

  /**
   * As {@link #compensate}, with a step. See there.
   *
   * <pre>{@code
   * Task.saga(
   *     () ->
   *         Task.step("book hotel", () -> book("hotel"))
   *             .undo("cancel hotel", booking -> note("cancel " + booking))
   *             .then(booking -> price("cake")))
   * }</pre>
   */
  default Task<T> undo(String name, Action1<? super T> body) {
    Arguments.given("name", name);
    Lambdas.check("undo '" + name + "'", body);
    return compensate(value -> Task.value(value).run(name, body));
  }

  /**
   * Runs {@code body}. If it fails or is cancelled, what was done in it and has a {@link
   * #compensate} or {@link #undo} is undone, the last first, and then it fails with that error.
   * Undoing is not broken off; what fails in it is added to the error as suppressed, and the others
   * are undone all the same.
   *
   * <p>A saga within another one is part of it: when it has succeeded, what was done in it is
   * undone if the outer one fails later. What a finalizer or an undoing has done is not, and a
   * spawned task is not within its parent's saga.
   *
   * <pre>{@code
   * Task.saga(() -> Task.saga(() -> paid(40)).then(receipt -> ship(receipt)))
   * }</pre>
   */
  static <T> Task<T> saga(Function0<? extends Task<? extends T>> body) {
    return new Program<>(new Instruction.Saga(Lambdas.check("saga", body)));
  }

  // ---- loops

  /**
   * Runs turns, each with the state that the one before gave, until one is {@link Loop#done}. Any
   * number of turns take no more memory, and no larger checkpoints, than one. The seed pins the
   * state's type: {@code iterate(0L, …)} for a state that is a {@code long}.
   *
   * <pre>{@code
   * Task.iterate(
   *     1,
   *     n ->
   *         n < 100
   *             ? Task.step("double", () -> 2 * n).map(Loop::again)
   *             : Task.value(Loop.done(n)))
   * }</pre>
   */
  static <S, R> Task<R> iterate(
      S seed, Function1<? super S, ? extends Task<? extends Loop<? extends S, ? extends R>>> turn) {
    Frame loop = new Frame.Iterate(Lambdas.check("iterate", turn));
    return new Program<>(new Instruction.Bind(new Instruction.Value(Loop.again(seed)), loop));
  }

  /**
   * Runs turns, each with the state that the one before gave, as long as {@code goesOn} says of it.
   * Gives the first state of which it does not, which may be {@code seed}. As cheap as {@link
   * #iterate(Object, Function1)}.
   *
   * <pre>{@code
   * Task.iterate(1, n -> n < 100, n -> Task.step("double", () -> 2 * n))
   * }</pre>
   */
  static <S> Task<S> iterate(
      S seed,
      Function1<? super S, Boolean> goesOn,
      Function1<? super S, ? extends Task<? extends S>> turn) {
    return Loops.during(
        seed, Lambdas.check("the condition of iterate", goesOn), Lambdas.check("iterate", turn));
  }

  /**
   * Runs this task again and again, until it gives a value that is {@code enough}. Between two
   * turns it waits, without a worker: after the first one as long as {@code pause} says of a first
   * failure. Any number of turns take no more memory, and no larger checkpoints, than one. It fails
   * when a turn fails: for those that may, put {@link #retry} before this. It has no end of its
   * own: {@link #timeout} around it is one.
   *
   * <pre>{@code
   * Task.step("ask", () -> stateOf("parcel"))
   *     .repeatUntil(
   *         state -> state.equals("delivered"),
   *         Backoff.exponential(Duration.ofSeconds(1), Duration.ofHours(1)))
   *     .timeout(Duration.ofDays(7))
   * }</pre>
   *
   * @param pause {@link Backoff#NONE} for none
   * @return a task that gives the value that was enough
   */
  default Task<T> repeatUntil(Function1<? super T, Boolean> enough, Backoff pause) {
    return Loops.until(this, Lambdas.check("repeatUntil", enough), Arguments.given("pause", pause));
  }

  /**
   * Runs what {@code turn} makes, again and again, until one fails or the task is broken off: by
   * its cancellation, its {@link #scope}'s or its run's end, or a {@link #timeout} around it. Put a
   * pause into the turn.
   *
   * <pre>{@code
   * Task.forever(() -> Task.run("tidy", () -> note("tidied")).then(() -> Task.sleep(day)))
   * }</pre>
   */
  static Task<Void> forever(Function0<? extends Task<?>> turn) {
    return Loops.forever(Lambdas.check("forever", turn));
  }

  /**
   * Runs {@code body} for each item, one after the other.
   *
   * <pre>{@code
   * Task.forEach(List.of("tea", "milk"), item -> Task.run("pack", () -> note(item)))
   * }</pre>
   */
  static <A> Task<Void> forEach(
      Iterable<? extends A> items, Function1<? super A, ? extends Task<?>> body) {
    return each(null, items, Lambdas.check("forEach", body), false);
  }

  /**
   * Runs {@code body} for each item with what it gave for the one before, first {@code seed}.
   *
   * <pre>{@code
   * Task.fold(List.of("tea", "milk"), 0, (sum, item) -> price(item).map(amount -> sum + amount))
   * }</pre>
   */
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
   * <pre>{@code
   * Task.spawn(() -> price("tea"))
   *     .and(tea -> price("milk"))
   *     .then((tea, milk) -> tea.await().map(amount -> amount + milk))
   * }</pre>
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

  /**
   * Starts a child task for each input, of which {@code fan} says how many run at once.
   *
   * <pre>{@code
   * Task.spawnAll(List.of("tea", "milk"), Fan.atMost(1), item -> price(item)).then(Task::awaitAll)
   * }</pre>
   */
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
   * <pre>{@code
   * Task.spawnAll(List.of("tea", "milk"), item -> price(item)).then(Task::awaitAll)
   * }</pre>
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
   * Waits for the first of the tasks that ends.
   *
   * <pre>{@code
   * Task.spawnAll(List.of("slow", "tea"), item -> price(item)).then(Task::anyOf)
   * }</pre>
   *
   * @param futures 1 to 1,000
   * @return a task that gives its result, or fails as it failed; the others go on. Of several that
   *     have ended it takes the first of the list
   */
  static <T> Task<T> anyOf(Iterable<? extends TaskFuture<? extends T>> futures) {
    List<Case<T>> cases = new ArrayList<>();
    for (TaskFuture<? extends T> future : Arguments.given("futures", futures)) {
      cases.add(on(Arguments.given("future", future), Task::<T>value));
    }
    Arguments.between("anyOf: number of futures", cases.size(), 1, Case.MOST);
    return select(cases);
  }

  /**
   * Runs the tasks at once, each on its own.
   *
   * <pre>{@code
   * List<Function0<Task<Integer>>> ways = List.of(() -> price("slow"), () -> price("tea"));
   * return Task.race(ways);
   * }</pre>
   *
   * @param bodies 1 to 1,000
   * @return a task that gives the result of the first that ends, or fails as it failed, when the
   *     others were cancelled and have ended
   */
  static <T> Task<T> race(Iterable<? extends Function0<? extends Task<? extends T>>> bodies) {
    List<Function0<? extends Task<? extends T>>> list = new ArrayList<>();
    for (Function0<? extends Task<? extends T>> body : Arguments.given("bodies", bodies)) {
      list.add(Lambdas.check("race", body));
    }
    Arguments.between("race: number of bodies", list.size(), 1, Case.MOST);
    return Race.of(list);
  }

  /**
   * Runs {@code body}; when it ends, however that is, what was spawned in it and has not ended is
   * cancelled, and then waited for. What those spawned in turn is so, too.
   *
   * <pre>{@code
   * Task.scope(() -> Task.spawn(() -> price("slow")).then(() -> price("tea")))
   * }</pre>
   *
   * @return a task that gives the body's outcome
   */
  static <T> Task<T> scope(Function0<? extends Task<? extends T>> body) {
    return new Program<>(new Instruction.Scope(Lambdas.check("scope", body)));
  }

  /** {@return what {@link #select} does with the value of {@code source} when it is there} */
  static <A, R> Case<R> on(
      Source<? extends A> source, Function1<? super A, ? extends Task<? extends R>> body) {
    return Case.on(Arguments.given("source", source), 1, body);
  }

  /** {@return what {@link #select} does when {@code source} is there} Its value is dropped. */
  static <R> Case<R> on(Source<?> source, Function0<? extends Task<? extends R>> body) {
    return Case.on(Arguments.given("source", source), 0, body);
  }

  /**
   * {@return what {@link #select} does when {@code channel} has taken {@code message}}
   *
   * <pre>{@code
   * Task.select(
   *     Task.onSent(letters, "hello", () -> Task.value("sent")),
   *     Task.otherwise(() -> Task.value("full")))
   * }</pre>
   */
  static <A, R> Case<R> onSent(
      Channel<? super A> channel, A message, Function0<? extends Task<? extends R>> body) {
    return Case.onSent(channel, message, body);
  }

  /** {@return what {@link #select} does when nothing else is there at once} */
  static <R> Case<R> otherwise(Function0<? extends Task<? extends R>> body) {
    return Case.otherwise(body);
  }

  /**
   * Waits for the first of several things, and does what is said of that one alone: exactly one
   * message is received or sent, or none. Of several that are there at once it takes the first of
   * the list. It fails as that one fails: a future whose task failed, a closed channel. No worker
   * runs meanwhile.
   *
   * <pre>{@code
   * Task.select(
   *     Task.on(orders, order -> handle(order)),
   *     Task.on(Task.after(Duration.ofMinutes(5)), () -> report()))
   * }</pre>
   *
   * @param cases 1 to 1,000, of which one may be {@link #otherwise}
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  static <R> Task<R> select(Case<? extends R>... cases) {
    return select(List.of(cases));
  }

  /** As {@link #select(Case...)}. */
  static <R> Task<R> select(List<? extends Case<? extends R>> cases) {
    Arguments.between("select: number of cases", cases.size(), 1, Case.MOST);
    List<Instruction.Source> sources = new ArrayList<>();
    List<Frame.Branch> branches = new ArrayList<>();
    Serializable otherwise = null;
    for (Case<? extends R> each : cases) {
      Instruction.Source source = Arguments.given("case", each).source();
      if (source != null) {
        sources.add(source);
        branches.add(each.branch());
      } else if (otherwise != null) {
        throw Arguments.invalid("otherwise", "given twice", "at most once");
      } else {
        otherwise = each.branch().body();
      }
    }
    return new Program<>(new Instruction.Select(sources, branches, otherwise));
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

  /**
   * Waits. No worker runs meanwhile.
   *
   * <pre>{@code
   * Task.sleep(Duration.ofDays(7)).then(() -> pay(4))
   * }</pre>
   */
  static Task<Void> sleep(Duration duration) {
    return new Program<>(new Instruction.Sleep(Arguments.given("duration", duration)));
  }

  /**
   * Waits until {@code time}; goes on at once if that is past. No worker runs meanwhile.
   *
   * <pre>{@code
   * Task.sleepUntil(due).then(() -> pay(4))
   * }</pre>
   */
  static Task<Void> sleepUntil(Instant time) {
    return new Program<>(new Instruction.SleepUntil(Arguments.given("time", time)));
  }

  /**
   * {@return a while, as something to wait for in {@link #select}} It begins anew with each select.
   */
  static Source<Void> after(Duration duration) {
    return new Timer(duration);
  }

  // ---- other runs

  /**
   * Starts another run. It runs on its own, with an id, a result and a retention time of its own,
   * and goes on whatever becomes of this one. It is started once, when the next checkpoint is
   * durable; if nothing else is wanted of it, this run's task need not wait for that. What goes
   * wrong with the start is heard where its end is awaited.
   *
   * <pre>{@code
   * Task.start("bill", order, Receipt.class)
   *     .then(bill -> ship(order).then(() -> bill.await()))
   * }</pre>
   *
   * @param workflow the name of a workflow of the application
   * @param input what it is given, written as JSON and read as that workflow's input; at most
   *     6,000,000 bytes
   * @param result the class that the other run's result is read as; {@code Void.class} if it gives
   *     nothing
   * @return a task that gives the other run's handle at once
   */
  static <T> Task<RunFuture<T>> start(String workflow, @Nullable Object input, Class<T> result) {
    return start(workflow, Start.usual(), input, result);
  }

  /**
   * As {@link #start(String, Object, Class)}, for a workflow that is at hand: the compiler checks
   * its input.
   *
   * <pre>{@code
   * Task.start(Shop.BILL, order, Receipt.class).then(bill -> bill.await())
   * }</pre>
   *
   * @param workflow one that is registered, for its name alone
   */
  static <I, T> Task<RunFuture<T>> start(Workflow<I> workflow, @Nullable I input, Class<T> result) {
    return start(workflow, Start.usual(), input, result);
  }

  /** As {@link #start(Workflow, Object, Class)}, as {@code how} says. */
  static <I, T> Task<RunFuture<T>> start(
      Workflow<I> workflow, Start how, @Nullable I input, Class<T> result) {
    return start(Arguments.given("workflow", workflow).name(), how, input, result);
  }

  /** As {@link #start(String, Object, Class)}, as {@code how} says. */
  static <T> Task<RunFuture<T>> start(
      String workflow, Start how, @Nullable Object input, Class<T> result) {
    Arguments.name("workflow", workflow);
    Arguments.given("how", how);
    String type = Arguments.given("result", result).getName();
    return new Program<>(
        new Instruction.StartRun(workflow, input, how.key(), type, how.toPriority()));
  }

  /**
   * Completes a signal of another run, which a task of that run waits for or will, as a client
   * does. That it is to be told is part of the next checkpoint, and is kept until it was told: the
   * other run has it exactly once, whatever fails, also if this run is cancelled meanwhile. Told
   * again, with the same value, it does nothing.
   *
   * <pre>{@code
   * Task.signalRun(order.run(), "paid", receipt)
   *     .recover(KappaException.class, e -> Task.run("refund", () -> note("refund")))
   * }</pre>
   *
   * @param run the other run's id: {@link RunFuture#id}, or {@link TaskContext#runId} that the
   *     other run has passed on
   * @param name as in {@link #signal}
   * @param value what it is completed with, written as JSON; at most 6,000,000 bytes
   * @return a task that waits until the other run has it; no worker runs meanwhile. It fails with
   *     {@link dev.kappa.error.ErrorCode#UNKNOWN_RUN} if there is no such run, with {@link
   *     dev.kappa.error.ErrorCode#RUN_ENDED} if it has ended (the signal may still have come just
   *     before that), with {@link dev.kappa.error.ErrorCode#IDEMPOTENCY_CONFLICT} if the signal was
   *     completed with something else, and with {@link dev.kappa.error.ErrorCode#RUN_TOO_LARGE} if
   *     that run has no room for it
   */
  static Task<Void> signalRun(String run, String name, @Nullable Object value) {
    if (Arguments.given("run", run).isBlank() || run.length() > 200) {
      throw Arguments.invalid("run", "'" + run + "'", "the id of a run");
    }
    Arguments.name("signal", name);
    return new Program<>(new Instruction.SignalRun(run, name, value));
  }

  // ---- the world outside

  /**
   * {@return the run's signal of that name} It is there once it is named, by the run or from
   * outside.
   *
   * <pre>{@code
   * Task.signal("approved", Boolean.class).await().map(yes -> yes ? "ship" : "stop")
   * }</pre>
   *
   * @param name 1 to 100 letters, digits, {@code -}, {@code _} or {@code .}
   * @param type the class that what comes is read as
   */
  static <T> Signal<T> signal(String name, Class<T> type) {
    Arguments.name("signal", name);
    return new SignalHandle<>(name, Arguments.given("type", type).getName());
  }

  /**
   * Lets the run's callers read a value while it runs, in the member {@code "values"} of its
   * document: progress, or whatever they may ask for. It is there from the next checkpoint on, in
   * the place of the last one of that name. It is part of the run's header, which travels with each
   * checkpoint: keep it small. It stays when the run has ended.
   *
   * <pre>{@code
   * Task.publish("progress", 0.5).then(() -> price("tea"))
   * }</pre>
   *
   * @param name 1 to 100 letters, digits, {@code -}, {@code _} or {@code .}. A run has 16 of them:
   *     with another one, the one that was published least lately goes
   * @param value at most 16 KiB as JSON
   */
  static Task<Void> publish(String name, @Nullable Object value) {
    Arguments.name("value", name);
    return new Program<>(new Instruction.Publish(name, value));
  }

  // ---- checkpoints and context

  /**
   * Makes all that came before it durable. Where the workflow's own checkpoints are {@link
   * Checkpoint#SYNC}, as is usual, the next step waits for one that is {@link Checkpoint#ASYNC},
   * too.
   *
   * <pre>{@code
   * price("tea").also(amount -> Task.checkpoint(Checkpoint.SYNC))
   * }</pre>
   */
  static Task<Void> checkpoint(Checkpoint mode) {
    return new Program<>(new Instruction.Save(Arguments.given("mode", mode)));
  }

  /**
   * {@return a task that gives the run's and the task's identity}
   *
   * <pre>{@code
   * Task.context().map(me -> me.task())
   * }</pre>
   */
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
