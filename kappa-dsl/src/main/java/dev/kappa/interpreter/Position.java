package dev.kappa.interpreter;

import dev.kappa.lambda.Lambdas;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Placement;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a running task is: what it does next, the frames below that, and the extent around; with
 * the small moves that all who run it are made of. A move gives null, so that it can be the last
 * word of a turn after which the task goes on.
 */
final class Position {
  private final Host host;
  private final Stack stack;
  private Focus focus;
  private Extent extent;
  private @Nullable Next waiting;

  Position(Host host, Stack stack, Focus focus, Extent extent) {
    this.host = host;
    this.stack = stack;
    this.focus = focus;
    this.extent = extent;
  }

  // ---- where it is

  Host host() {
    return host;
  }

  Stack stack() {
    return stack;
  }

  Focus focus() {
    return focus;
  }

  Extent extent() {
    return extent;
  }

  /** {@return what it waits for; null if it can go on} */
  @Nullable Next waiting() {
    return waiting;
  }

  // ---- what it does next

  /** Goes on with that, and waits no more. */
  void goOn(Focus next) {
    waiting = null;
    focus = next;
  }

  @Nullable Outcome evaluate(Instruction instruction) {
    focus = new Focus.Evaluate(instruction);
    return null;
  }

  @Nullable Outcome give(@Nullable Object value) {
    focus = new Focus.Give(value);
    return null;
  }

  /**
   * Fails.
   *
   * @param place where it was thrown, for people
   */
  @Nullable Outcome raise(Throwable error, @Nullable String place) {
    focus = new Focus.Raise(error, place);
    return null;
  }

  Outcome await(Next next) {
    waiting = next;
    return new Outcome.Wait();
  }

  // ---- frames

  /** Drops the topmost frame; the one below it is given the same. */
  @Nullable Outcome pop() {
    stack.pop();
    return null;
  }

  @Nullable Outcome pop(@Nullable Object value) {
    stack.pop();
    return give(value);
  }

  @Nullable Outcome push(Frame frame, @Nullable Object value) {
    stack.push(frame);
    return give(value);
  }

  /** Puts another frame in the place of the topmost. */
  void replace(Frame frame) {
    stack.pop();
    stack.push(frame);
  }

  // ---- lambdas

  /** Goes on with the task that {@code function} makes. */
  @Nullable Outcome enter(Serializable function, int arity, @Nullable Object value) {
    try {
      focus = Standing.begin(Calls.call(function, arity, value));
      return null;
    } catch (Throwable e) {
      return threw(e, function);
    }
  }

  /** Goes on with the task that {@code function} makes of two values. */
  @Nullable Outcome enter2(Serializable function, @Nullable Object first, @Nullable Object second) {
    try {
      focus = Standing.begin(Calls.call2(function, first, second));
      return null;
    } catch (Throwable e) {
      return threw(e, function);
    }
  }

  /** Gives what {@code function} makes. */
  @Nullable Outcome compute(Serializable function, int arity, @Nullable Object value) {
    try {
      return give(Calls.call(function, arity, value));
    } catch (Throwable e) {
      return threw(e, function);
    }
  }

  private @Nullable Outcome threw(Throwable e, Serializable function) {
    Standing.rethrowFatal(e);
    return raise(e, Lambdas.describe(function));
  }

  // ---- extents

  /** Opens a time limit, of which {@code frame} keeps the extent around it. */
  void limit(Frame.Deadline frame) {
    stack.push(frame);
    extent = extent.until(frame.until());
  }

  /** Goes to other workers; a frame keeps where what is around it runs. */
  void place(Placement placement) {
    stack.push(new Frame.Placed(extent));
    extent = extent.on(placement);
  }

  void open(Handle scope) {
    stack.push(new Frame.Scope(scope, extent));
    extent = extent.scope(scope);
  }

  /** Opens a saga, of which {@code frame} keeps the extent around it. */
  void begin(Frame.Saga frame) {
    stack.push(frame);
    extent = extent.saga(stack.depth());
  }

  /** Leaves the topmost frame, which had opened something in the extent {@code outer}. */
  void leave(Extent outer) {
    stack.pop();
    extent = outer;
  }

  @Nullable Outcome leave(Extent outer, @Nullable Object value) {
    leave(outer);
    return give(value);
  }

  /** Goes out of what the topmost frame had opened, which still has something to do. */
  void returnTo(Extent outer) {
    extent = outer;
  }

  /** Puts a frame in the place of the topmost; what runs above it is not broken off. */
  void mask(Frame frame) {
    replace(frame);
    extent = extent.masked();
  }
}
