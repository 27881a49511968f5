package dev.kappa.apps.classics;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/** Workflows {@code factorial-…}: 1 · 2 · … · n, with a checkpoint after each factor. */
public final class Factorial {
  private static final int LARGEST = 50_000;

  private Factorial() {}

  /**
   * The workflows' input.
   *
   * @param n the last factor, 0 to 50,000
   */
  public record Input(int n) {
    int checked() {
      return (int) Bounds.check("n", n, 0, LARGEST);
    }
  }

  // ---- by recursion: the stack is as deep as n, and in the checkpoint

  /** {@return a task that gives n!} */
  public static Task<BigInteger> recursive(Input input) {
    return factorial(input.checked());
  }

  private static Task<BigInteger> factorial(int n) {
    if (n < 2) {
      return Task.value(BigInteger.ONE);
    }
    return Task.defer(() -> factorial(n - 1)).step("multiply", below -> times(below, n));
  }

  // ---- for

  /** {@return a task that gives n!} */
  public static Task<BigInteger> withFor(Input input) {
    List<Integer> factors = IntStream.rangeClosed(1, input.checked()).boxed().toList();
    return Task.fold(
        factors,
        BigInteger.ONE,
        (product, factor) -> Task.step("multiply", () -> times(product, factor)));
  }

  // ---- while

  /** What is done: the product of 1 to {@code n}. */
  record Product(int n, BigInteger value) {
    Product next() {
      return new Product(n + 1, times(value, n + 1));
    }
  }

  /** {@return a task that gives n!} */
  public static Task<BigInteger> withWhile(Input input) {
    int n = input.checked();
    return Task.iterate(
        new Product(0, BigInteger.ONE),
        done ->
            done.n() < n
                ? Task.step("multiply", done::next).map(Loop::again)
                : Task.value(Loop.done(done.value())));
  }

  private static BigInteger times(BigInteger product, int factor) {
    return product.multiply(BigInteger.valueOf(factor));
  }
}
