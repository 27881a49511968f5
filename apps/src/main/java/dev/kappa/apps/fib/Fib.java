package dev.kappa.apps.fib;

import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.Workflows;
import dev.kappa.apps.input.Bounds;
import java.math.BigInteger;

/** Workflows {@code fib}, {@code fib-one} and {@code fib-blocking}: Fibonacci numbers, slowly. */
public final class Fib {
  private static final int LARGEST = 25;

  private Fib() {}

  /**
   * The workflows' input.
   *
   * @param n which number, 0 to 25; the number of tasks grows as the result does
   */
  public record Input(int n) {
    int checked() {
      return (int) Bounds.check("n", n, 0, LARGEST);
    }
  }

  /** {@return all three} */
  public static Workflows workflows() {
    return Workflows.of("fib", Input.class, in -> both(in.checked()))
        .and("fib-one", Input.class, in -> one(in.checked()))
        .and("fib-blocking", Input.class, in -> blocking(in.checked()));
  }

  /** {@return a task that gives the number, each by two tasks of its own} */
  static Task<BigInteger> both(int n) {
    if (n < 2) {
      return Task.value(BigInteger.valueOf(n));
    }
    return Task.spawn(() -> both(n - 1))
        .and(left -> Task.spawn(() -> both(n - 2)))
        .then((left, right) -> left.await().and(one -> right.await()).map(BigInteger::add));
  }

  /** {@return a task that gives the number: one half is spawned, the other its own} */
  static Task<BigInteger> one(int n) {
    if (n < 2) {
      return Task.value(BigInteger.valueOf(n));
    }
    return Task.spawn(() -> one(n - 1))
        .and(left -> one(n - 2))
        .then((left, right) -> left.await().map(right::add));
  }

  /** {@return a task that gives the number: it waits for one half before it spawns the other} */
  static Task<BigInteger> blocking(int n) {
    if (n < 2) {
      return Task.value(BigInteger.valueOf(n));
    }
    return Task.spawn(() -> blocking(n - 1))
        .then(TaskFuture::await)
        .and(left -> Task.spawn(() -> blocking(n - 2)).then(TaskFuture::await))
        .map(BigInteger::add);
  }
}
