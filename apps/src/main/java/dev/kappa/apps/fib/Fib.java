package dev.kappa.apps.fib;

import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import java.math.BigInteger;

/** Workflow {@code fib}: a Fibonacci number, the slow way: each by two tasks of its own. */
public final class Fib {
  private static final int LARGEST = 25;

  private Fib() {}

  /**
   * The workflow's input.
   *
   * @param n which number, 0 to 25; the number of tasks grows as the result does
   */
  public record Input(int n) {}

  /** {@return a task that gives the number} */
  public static Task<BigInteger> compute(Input input) {
    return fib((int) Bounds.check("n", input.n(), 0, LARGEST));
  }

  static Task<BigInteger> fib(int n) {
    if (n < 2) {
      return Task.value(BigInteger.valueOf(n));
    }
    return Task.spawn(() -> fib(n - 1))
        .and(left -> Task.spawn(() -> fib(n - 2)))
        .then((left, right) -> left.await().and(one -> right.await()).map(BigInteger::add));
  }
}
