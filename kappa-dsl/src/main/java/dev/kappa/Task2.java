package dev.kappa;

import dev.kappa.interpreter.Frame;
import dev.kappa.interpreter.Instruction;
import dev.kappa.interpreter.Use;
import dev.kappa.lambda.Lambdas;
import io.vavr.CheckedFunction2;
import io.vavr.Function2;
import io.vavr.Tuple2;

/**
 * A task of two values, made by {@link Task#and}. Its methods take functions of two arguments.
 *
 * <pre>{@code
 * return Task.step("price", () -> price("tea"))
 *     .and(amount -> Task.step("discount", () -> discount(amount)))
 *     .map((amount, off) -> amount - off);
 * }</pre>
 *
 * @param task the task as one of a tuple
 * @param <A> the first value
 * @param <B> the second value
 */
public record Task2<A, B>(Task<Tuple2<A, B>> task) implements Task<Tuple2<A, B>> {
  /** As {@link Task#map(io.vavr.Function1)}. */
  public <R> Task<R> map(Function2<? super A, ? super B, ? extends R> function) {
    return bind(Use.MAP, null, Lambdas.check("map", function));
  }

  /** As {@link Task#then(io.vavr.Function1)}. */
  public <R> Task<R> then(Function2<? super A, ? super B, ? extends Task<? extends R>> next) {
    return bind(Use.THEN, null, Lambdas.check("then", next));
  }

  /** As {@link Task#step(String, io.vavr.CheckedFunction1)}. */
  public <R> Task<R> step(String name, CheckedFunction2<? super A, ? super B, ? extends R> body) {
    return bind(
        Use.STEP, Arguments.given("name", name), Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link Task#step(String, Step, io.vavr.CheckedFunction1)}. */
  public <R> Task<R> step(
      String name, Step how, CheckedFunction2<? super A, ? super B, ? extends R> body) {
    Frame step =
        new Frame.Run(
            2,
            Arguments.given("name", name),
            Arguments.given("how", how),
            Lambdas.check("step '" + name + "'", body));
    return new Program<>(new Instruction.Bind(Program.of(task), step));
  }

  /** As {@link Task#also(io.vavr.Function1)}. */
  public Task2<A, B> also(Function2<? super A, ? super B, ? extends Task<?>> side) {
    return new Task2<>(bind(Use.ALSO, null, Lambdas.check("also", side)));
  }

  /** As {@link Task#and(io.vavr.Function1)}. */
  public <C> Task3<A, B, C> and(
      Function2<? super A, ? super B, ? extends Task<? extends C>> other) {
    return new Task3<>(bind(Use.AND, null, Lambdas.check("and", other)));
  }

  private <R> Task<R> bind(
      Use use, @org.jspecify.annotations.Nullable String name, java.io.Serializable function) {
    return new Program<>(
        new Instruction.Bind(Program.of(task), new Frame.Apply(use, 2, name, function)));
  }
}
