package dev.kappa.interpreter;

import dev.kappa.Action;
import dev.kappa.Action1;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.CheckedFunction3;
import io.vavr.CheckedFunction4;
import io.vavr.Function0;
import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Function4;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple4;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Calls of functions whose types are known to have been checked by the compiler. */
@SuppressWarnings({
  "unchecked",
  "rawtypes",
  "NullAway"
}) // the fluent API's signatures hold the types
final class Calls {
  private Calls() {}

  /** Calls {@code function} with nothing, the value, or the parts of the tuple that it is. */
  static @Nullable Object call(Serializable function, int arity, @Nullable Object value)
      throws Throwable {
    return switch (arity) {
      case 0 -> call0(function);
      case 1 -> call1(function, value);
      case 2 -> value instanceof Tuple2<?, ?> t ? call2(function, t._1, t._2) : noTuple(value);
      case 3 -> value instanceof Tuple3 t ? call3(function, t) : noTuple(value);
      case 4 -> value instanceof Tuple4 t ? call4(function, t) : noTuple(value);
      default -> throw new IllegalStateException("arity: " + arity + " (expected: 0..4)");
    };
  }

  private static @Nullable Object call0(Serializable function) throws Throwable {
    return switch (function) {
      case Function0 f -> f.apply();
      case CheckedFunction0 f -> f.apply();
      case Action f -> {
        f.run();
        yield null;
      }
      default -> throw notCallable(function);
    };
  }

  private static @Nullable Object call1(Serializable function, @Nullable Object value)
      throws Throwable {
    return switch (function) {
      case Function1 f -> f.apply(value);
      case CheckedFunction1 f -> f.apply(value);
      case Action1 f -> {
        f.run(value);
        yield null;
      }
      default -> throw notCallable(function);
    };
  }

  static @Nullable Object call2(Serializable function, @Nullable Object a, @Nullable Object b)
      throws Throwable {
    return switch (function) {
      case Function2 f -> f.apply(a, b);
      case CheckedFunction2 f -> f.apply(a, b);
      default -> throw notCallable(function);
    };
  }

  private static @Nullable Object call3(Serializable function, Tuple3 t) throws Throwable {
    return switch (function) {
      case Function3 f -> f.apply(t._1, t._2, t._3);
      case CheckedFunction3 f -> f.apply(t._1, t._2, t._3);
      default -> throw notCallable(function);
    };
  }

  private static @Nullable Object call4(Serializable function, Tuple4 t) throws Throwable {
    return switch (function) {
      case Function4 f -> f.apply(t._1, t._2, t._3, t._4);
      case CheckedFunction4 f -> f.apply(t._1, t._2, t._3, t._4);
      default -> throw notCallable(function);
    };
  }

  /** Makes a tuple one longer. */
  static Tuple append(int arity, @Nullable Object kept, @Nullable Object value) {
    return switch (arity) {
      case 1 -> Tuple.of(kept, value);
      case 2 -> kept instanceof Tuple2 t ? t.append(value) : noTuple(kept);
      case 3 -> kept instanceof Tuple3 t ? t.append(value) : noTuple(kept);
      default -> throw new IllegalStateException("arity: " + arity + " (expected: 1..3)");
    };
  }

  private static Tuple noTuple(@Nullable Object value) {
    throw new IllegalStateException("value: " + value + " (expected: a tuple)");
  }

  private static IllegalStateException notCallable(Serializable function) {
    return new IllegalStateException("not a function of the fluent API: " + function.getClass());
  }
}
