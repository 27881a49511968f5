package dev.kappa;

import dev.kappa.interpreter.Frame;
import dev.kappa.interpreter.Instruction;
import dev.kappa.interpreter.Use;
import dev.kappa.lambda.Lambdas;
import io.vavr.CheckedFunction3;
import io.vavr.Function3;
import io.vavr.Tuple3;

/**
 * A task of three values, made by {@link Task#and}. Its methods take functions of three arguments.
 *
 * <pre>{@code
 * return Task.step("price", () -> price("tea"))
 *     .and(amount -> Task.step("discount", () -> discount(amount)))
 *     .and((amount, off) -> Task.step("shipping", () -> shipping()))
 *     .step("sum", (amount, off, shipping) -> amount - off + shipping);
 * }</pre>
 *
 * @param task the task as one of a tuple
 * @param <A> the first value
 * @param <B> the second value
 * @param <C> the third value
 */
public record Task3<A, B, C>(Task<Tuple3<A, B, C>> task) implements Task<Tuple3<A, B, C>> {
  /** As {@link Task#map(io.vavr.Function1)}. */
  public <R> Task<R> map(Function3<? super A, ? super B, ? super C, ? extends R> function) {
    return bind(Use.MAP, null, Lambdas.check("map", function));
  }

  /** As {@link Task#then(io.vavr.Function1)}. */
  public <R> Task<R> then(
      Function3<? super A, ? super B, ? super C, ? extends Task<? extends R>> next) {
    return bind(Use.THEN, null, Lambdas.check("then", next));
  }

  /** As {@link Task#step(String, io.vavr.CheckedFunction1)}. */
  public <R> Task<R> step(
      String name, CheckedFunction3<? super A, ? super B, ? super C, ? extends R> body) {
    return bind(
        Use.STEP, Arguments.given("name", name), Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link Task#step(String, Step, io.vavr.CheckedFunction1)}. */
  public <R> Task<R> step(
      String name, Step how, CheckedFunction3<? super A, ? super B, ? super C, ? extends R> body) {
    Frame step =
        new Frame.Run(
            3,
            Arguments.given("name", name),
            Arguments.given("how", how),
            Lambdas.check("step '" + name + "'", body));
    return new Program<>(new Instruction.Bind(Program.of(task), step));
  }

  /** As {@link Task#also(io.vavr.Function1)}. */
  public Task3<A, B, C> also(Function3<? super A, ? super B, ? super C, ? extends Task<?>> side) {
    return new Task3<>(bind(Use.ALSO, null, Lambdas.check("also", side)));
  }

  /** As {@link Task#and(io.vavr.Function1)}. */
  public <D> Task4<A, B, C, D> and(
      Function3<? super A, ? super B, ? super C, ? extends Task<? extends D>> other) {
    return new Task4<>(bind(Use.AND, null, Lambdas.check("and", other)));
  }

  private <R> Task<R> bind(
      Use use, @org.jspecify.annotations.Nullable String name, java.io.Serializable function) {
    return new Program<>(
        new Instruction.Bind(Program.of(task), new Frame.Apply(use, 3, name, function)));
  }
}
