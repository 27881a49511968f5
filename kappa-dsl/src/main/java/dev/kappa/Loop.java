package dev.kappa;

import org.jspecify.annotations.Nullable;

/**
 * How a turn of {@link Task#iterate} ends: with the state of the next turn, or with the result.
 *
 * <pre>{@code
 * return Task.iterate(
 *     1,
 *     n -> n < 100 ? Task.step("double", () -> 2 * n).map(Loop::again) : Task.value(Loop.done(n)));
 * }</pre>
 *
 * @param <S> the state
 * @param <R> the result
 */
public sealed interface Loop<S, R> {
  /** Another turn. */
  record Again<S, R>(@Nullable S state) implements Loop<S, R> {}

  /** The end. */
  record Done<S, R>(@Nullable R result) implements Loop<S, R> {}

  /** {@return another turn with {@code state}} */
  static <S, R> Loop<S, R> again(S state) {
    return new Again<>(state);
  }

  /** {@return the end with {@code result}} */
  static <S, R> Loop<S, R> done(R result) {
    return new Done<>(result);
  }

  /** {@return the end without a result} */
  static <S> Loop<S, Void> done() {
    return new Done<>(null);
  }
}
