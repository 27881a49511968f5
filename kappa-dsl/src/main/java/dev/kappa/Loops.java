package dev.kappa;

import dev.kappa.interpreter.Instruction;
import io.vavr.Function0;
import io.vavr.Function1;

/** The loops that are made of {@link Task#iterate(Object, Function1)}. */
final class Loops {
  private Loops() {}

  static <S> Task<S> during(
      S seed,
      Function1<? super S, Boolean> goesOn,
      Function1<? super S, ? extends Task<? extends S>> turn) {
    return Task.iterate(
        seed,
        state ->
            goesOn.apply(state)
                ? Loops.<S>given(turn.apply(state)).map(Loop::<S, S>again)
                : Task.value(Loop.<S, S>done(state)));
  }

  /** So that {@code map} finds its types. */
  @SuppressWarnings("unchecked") // it only gives
  private static <S> Task<S> given(Task<? extends S> task) {
    return (Task<S>) task;
  }

  static <T> Task<T> until(Task<T> body, Function1<? super T, Boolean> enough, Backoff pause) {
    return Task.iterate(
        1,
        turn ->
            body.then(
                value ->
                    enough.apply(value)
                        ? Task.value(Loop.<Integer, T>done(value))
                        : pause(pause, turn).map(done -> Loop.<Integer, T>again(next(turn)))));
  }

  private static Task<Void> pause(Backoff pause, int turn) {
    return new Program<>(new Instruction.Pause(pause, turn));
  }

  /** Pauses have long been the longest when numbers end. */
  private static int next(int turn) {
    return turn == Integer.MAX_VALUE ? turn : turn + 1;
  }

  static Task<Void> forever(Function0<? extends Task<?>> turn) {
    return Task.iterate(0, none -> turn.apply().map(value -> Loop.<Integer, Void>again(0)));
  }
}
