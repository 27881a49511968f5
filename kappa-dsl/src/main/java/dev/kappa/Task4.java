package dev.kappa;

import dev.kappa.interpreter.Frame;
import dev.kappa.interpreter.Instruction;
import dev.kappa.interpreter.Use;
import dev.kappa.lambda.Lambdas;
import io.vavr.CheckedFunction4;
import io.vavr.Function4;
import io.vavr.Tuple4;

/**
 * A task of four values, made by {@link Task#and}. Its methods take functions of four arguments.
 *
 * <pre>{@code
 * return Task.step("price", () -> price("tea"))
 *     .and(amount -> Task.step("discount", () -> discount(amount)))
 *     .and((amount, off) -> Task.step("shipping", () -> shipping()))
 *     .and((amount, off, shipping) -> Task.step("tax", () -> (amount - off) / 2))
 *     .map((amount, off, shipping, tax) -> amount - off + shipping + tax);
 * }</pre>
 *
 * @param task the task as one of a tuple
 * @param <A> the first value
 * @param <B> the second value
 * @param <C> the third value
 * @param <D> the fourth value
 */
public record Task4<A, B, C, D>(Task<Tuple4<A, B, C, D>> task) implements Task<Tuple4<A, B, C, D>> {
  /** As {@link Task#map(io.vavr.Function1)}. */
  public <R> Task<R> map(
      Function4<? super A, ? super B, ? super C, ? super D, ? extends R> function) {
    return bind(Use.MAP, null, Lambdas.check("map", function));
  }

  /** As {@link Task#then(io.vavr.Function1)}. */
  public <R> Task<R> then(
      Function4<? super A, ? super B, ? super C, ? super D, ? extends Task<? extends R>> next) {
    return bind(Use.THEN, null, Lambdas.check("then", next));
  }

  /** As {@link Task#step(String, io.vavr.CheckedFunction1)}. */
  public <R> Task<R> step(
      String name, CheckedFunction4<? super A, ? super B, ? super C, ? super D, ? extends R> body) {
    return bind(
        Use.STEP, Arguments.given("name", name), Lambdas.check("step '" + name + "'", body));
  }

  /** As {@link Task#step(String, Step, io.vavr.CheckedFunction1)}. */
  public <R> Task<R> step(
      String name,
      Step how,
      CheckedFunction4<? super A, ? super B, ? super C, ? super D, ? extends R> body) {
    Frame step =
        new Frame.Run(
            4,
            Arguments.given("name", name),
            Arguments.given("how", how),
            Lambdas.check("step '" + name + "'", body));
    return new Program<>(new Instruction.Bind(Program.of(task), step));
  }

  /** As {@link Task#also(io.vavr.Function1)}. */
  public Task4<A, B, C, D> also(
      Function4<? super A, ? super B, ? super C, ? super D, ? extends Task<?>> side) {
    return new Task4<>(bind(Use.ALSO, null, Lambdas.check("also", side)));
  }

  private <R> Task<R> bind(
      Use use, @org.jspecify.annotations.Nullable String name, java.io.Serializable function) {
    return new Program<>(
        new Instruction.Bind(Program.of(task), new Frame.Apply(use, 4, name, function)));
  }
}
