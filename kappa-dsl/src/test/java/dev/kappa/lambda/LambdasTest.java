package dev.kappa.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.codec.Codec;
import dev.kappa.codec.NotEncodableException;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import io.vavr.Function1;
import io.vavr.Function2;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LambdasTest {
  private static final Codec CODEC = Codec.of(LambdasTest.class.getClassLoader());

  private record Adder(int n) implements Function1<Integer, Integer> {
    @Override
    public Integer apply(Integer x) {
      return x + n;
    }

    Function1<Integer, Integer> asLambda() {
      return x -> x + n;
    }
  }

  private enum Shape implements Function1<Integer, Integer> {
    SQUARE {
      @Override
      public Integer apply(Integer x) {
        return x * x;
      }
    }
  }

  @SuppressWarnings("unchecked") // the same type comes back
  private static <F extends Serializable> F checkedAndStored(F lambda) {
    Lambdas.check("step 'x'", lambda);
    Lambdas.check("step 'x'", lambda);
    return (F) CODEC.decode(CODEC.encode(lambda), Serializable.class);
  }

  @Test
  void capturedStreamIsRefusedWithItsNameAndTheFix() {
    InputStream in = InputStream.nullInputStream();
    int count = 3;
    CheckedFunction0<Integer> lambda = () -> count + in.read();
    assertThatThrownBy(() -> Lambdas.check("step 'charge'", lambda))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageContaining(
            "step 'charge': captured variable 2 ('in') of the lambda at LambdasTest.java:")
        .hasMessageContaining("in LambdasTest.capturedStreamIsRefusedWithItsNameAndTheFix")
        .hasMessageContaining("java.io.InputStream")
        .hasMessageContaining("Open it inside the step that uses it");
  }

  @Test
  void capturedThisIsRefused() {
    CheckedFunction0<Integer> lambda = this::hashCode;
    assertThatThrownBy(() -> Lambdas.check("step 'x'", lambda))
        .hasMessageContaining("the receiver of the method reference Object::hashCode")
        .hasMessageContaining("Make it a record");
    CheckedFunction0<String> other = () -> "a" + this;
    assertThatThrownBy(() -> Lambdas.check("step 'x'", other))
        .hasMessageContaining("captured variable 1 ('this') of the lambda");
  }

  @Test
  void anonymousClassIsRefused() {
    Function1<Integer, Integer> anonymous =
        new Function1<>() {
          @Override
          public Integer apply(Integer x) {
            return x;
          }
        };
    assertThatThrownBy(() -> Lambdas.check("map", anonymous))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageContaining("map: the function can't be stored")
        .hasMessageContaining("Write it as a lambda or as a record");
  }

  @Test
  void memoizedFunctionIsRefused() {
    Function1<Integer, Integer> lambda = x -> x;
    Function1<Integer, Integer> memoized = lambda.memoized();
    assertThatThrownBy(() -> Lambdas.check("map", memoized))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageContaining("memoized()");
  }

  @Test
  void capturedFunctionThatIsNotSerializableIsRefused() {
    Function<Integer, Integer> plain = x -> x;
    Function1<Integer, Integer> reference = plain::apply;
    assertThatThrownBy(() -> Lambdas.check("map", reference))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageContaining("Vavr's Function0…8");
    Supplier<Integer> supplier = () -> 1;
    Function1<Integer, Integer> captures = x -> supplier.get();
    assertThatThrownBy(() -> Lambdas.check("map", captures))
        .hasMessageContaining("captured variable 1 ('supplier')");
  }

  @Test
  void capturedVariableDeclaredAsConcreteCollectionIsRefused() {
    ArrayList<Integer> concrete = new ArrayList<>();
    Function1<Integer, Integer> lambda = x -> x + concrete.size();
    assertThatThrownBy(() -> Lambdas.check("map", lambda))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageContaining("captured variable 1 ('concrete')")
        .hasMessageContaining("java.util.ArrayList")
        .hasMessageContaining("Declare the variable as List, Set, Map");
    List<Integer> declared = concrete;
    Function1<Integer, Integer> fine = x -> x + declared.size();
    assertThat(checkedAndStored(fine).apply(1)).isEqualTo(1);
  }

  @Test
  void everyKindOfReferenceComesBack() {
    String bound = "abc";
    Function1<Object, String> statics = String::valueOf;
    Function1<String, Integer> unbound = String::length;
    Function1<String, Boolean> ofReceiver = bound::startsWith;
    Function1<Integer, Adder> constructor = Adder::new;
    Function1<Adder, Integer> accessor = Adder::n;
    Function1<Integer, int[]> array = int[]::new;
    Function2<Integer, Integer, List<Integer>> varargs = List::of;
    assertThat(checkedAndStored(statics).apply(1)).isEqualTo("1");
    assertThat(checkedAndStored(unbound).apply("abc")).isEqualTo(3);
    assertThat(checkedAndStored(ofReceiver).apply("a")).isTrue();
    assertThat(checkedAndStored(constructor).apply(1)).isEqualTo(new Adder(1));
    assertThat(checkedAndStored(accessor).apply(new Adder(5))).isEqualTo(5);
    assertThat(checkedAndStored(array).apply(2)).hasSize(2);
    assertThat(checkedAndStored(varargs).apply(1, 2)).containsExactly(1, 2);
  }

  @Test
  void lambdaOfARecordMayUseThis() {
    assertThat(checkedAndStored(new Adder(2).asLambda()).apply(1)).isEqualTo(3);
  }

  @Test
  void recordAndEnumConstantMayBeTheFunction() {
    assertThat(checkedAndStored(new Adder(2)).apply(1)).isEqualTo(3);
    assertThat(checkedAndStored(Shape.SQUARE).apply(3)).isEqualTo(9);
  }

  @Test
  void primitivesOfAllKindsAreCaptured() {
    boolean z = true;
    byte b = 1;
    char c = 'c';
    short s = 2;
    int i = 3;
    long j = 4;
    float f = 5;
    double d = 6;
    Function1<Integer, String> lambda = x -> "" + z + b + c + s + i + j + f + d + x;
    assertThat(checkedAndStored(lambda).apply(0)).isEqualTo(lambda.apply(0));
  }

  @Test
  void functionIsCapturedByAFunction() {
    Function1<Integer, Integer> inner = x -> x + 1;
    CheckedFunction1<Integer, Integer> outer = x -> inner.apply(x) * 2;
    assertThatCode(() -> assertThat(checkedAndStored(outer).apply(1)).isEqualTo(4))
        .doesNotThrowAnyException();
  }

  interface Named extends Serializable {
    default String title() {
      return getClass().getSimpleName();
    }
  }

  record Cat() implements Named {}

  record Dog() implements Named {}

  @Test
  void referenceThatTheCompilerMixesUpIsRefusedOrRight() {
    Function1<Cat, String> cat = Cat::title;
    Function1<Dog, String> dog = Dog::title;
    assertThat(refusedOrRight(cat, new Cat(), "Cat")).isTrue();
    assertThat(refusedOrRight(dog, new Dog(), "Dog")).isTrue();
  }

  private static <T> boolean refusedOrRight(Function1<T, String> function, T value, String title) {
    try {
      return checkedAndStored(function).apply(value).equals(title);
    } catch (KappaException e) {
      return e.code() == ErrorCode.NOT_REBUILDABLE;
    }
  }

  @Test
  void descriptionSaysWhereTheLambdaIs() {
    Function1<Integer, Integer> lambda = x -> x;
    assertThat(Lambdas.describe(lambda))
        .matches("LambdasTest\\.descriptionSaysWhereTheLambdaIs \\(LambdasTest\\.java:\\d+\\)");
    Function1<Adder, Integer> reference = Adder::n;
    assertThat(Lambdas.describe(reference)).isEqualTo("LambdasTest.Adder::n in LambdasTest");
  }
}
