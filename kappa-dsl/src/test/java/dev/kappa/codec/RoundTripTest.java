package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Frame;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Any value of the closed set comes back equal, however it is nested; any bytes are survived. */
class RoundTripTest {
  private static final Codec CODEC = Codec.of(RoundTripTest.class.getClassLoader());

  private record Pair(@Nullable Object left, @Nullable Object right) {}

  private record Typed(String text, long number, TimeUnit unit, @Nullable Pair pair) {}

  /** A lambda is equal to another if it was made from equal values. */
  private static Function1<Integer, Object> returning(Object value, int number) {
    return x -> List.of(Optional.ofNullable(value), number + x);
  }

  @Property(tries = 500)
  void valueComesBackEqual(@ForAll("values") Object value) {
    Payload stored = CODEC.encode(value);
    Object back = CODEC.decode(stored);
    assertThat(Objects.equals(back, value)).as("%s = %s", back, value).isTrue();
    assertThat(CODEC.encode(back)).isEqualTo(stored);
  }

  @Example
  void kappasOwnRecordThatHasGrownIsReadAsItWas() {
    Frame now = new Frame.Outcome("kept", null, Extent.NONE, null);
    byte[] body = CODEC.encode(now).body();
    // The last component, null, is left out of the array that the record is.
    byte[] before = Arrays.copyOf(body, body.length - 1);
    before[0]--;
    assertThat(CODEC.decode(new Payload(List.of(), List.of(), before))).isEqualTo(now);
  }

  @Property(tries = 200)
  void lambdaComesBackWithAnyCapturedValue(@ForAll("values") Object value, @ForAll int number) {
    Function1<Integer, Object> lambda = returning(value, number);
    Function1<?, ?> back = CODEC.decode(CODEC.encode(lambda), Function1.class);
    assertThat(applied(back)).isEqualTo(lambda.apply(1));
  }

  @SuppressWarnings("unchecked") // it was stored as such
  private static Object applied(Function1<?, ?> function) {
    return ((Function1<Integer, Object>) function).apply(1);
  }

  @Property(tries = 1000)
  void damagedBytesAreReadOrRefusedAsSuch(
      @ForAll("values") Object value, @ForAll int position, @ForAll byte change) {
    byte[] body = CODEC.encode(new Pair(value, returning(value, 1))).body();
    body[Math.floorMod(position, body.length)] = change;
    readOrRefused(body);
  }

  @Property(tries = 1000)
  void anyBytesAreReadOrRefusedAsSuch(@ForAll byte[] body) {
    readOrRefused(body);
  }

  private static void readOrRefused(byte[] body) {
    try {
      CODEC.decode(new Payload(List.of(), List.of(), body));
    } catch (KappaException e) {
      assertThat(e).hasMessageNotContaining("dev.kappa.error").message().isNotBlank();
    }
  }

  @Provide
  Arbitrary<Object> values() {
    return nested(3);
  }

  private static Arbitrary<Object> nested(int depth) {
    if (depth == 0) {
      return leaves();
    }
    Arbitrary<Object> inner = Arbitraries.lazy(() -> nested(depth - 1));
    return Arbitraries.oneOf(leaves(), collections(inner), objects(inner), vavr(inner));
  }

  private static Arbitrary<Object> leaves() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(x -> (Object) x),
        Arbitraries.longs().map(x -> (Object) x),
        Arbitraries.shorts().map(x -> (Object) x),
        Arbitraries.bytes().map(x -> (Object) x),
        Arbitraries.chars().all().map(x -> (Object) x),
        Arbitraries.doubles().map(x -> (Object) x),
        Arbitraries.floats().map(x -> (Object) x),
        Arbitraries.strings().all().ofMaxLength(20).map(x -> (Object) x),
        Arbitraries.of(TimeUnit.class).map(x -> (Object) x),
        Arbitraries.bigIntegers().map(x -> (Object) x.multiply(BigInteger.TEN.pow(30))),
        Arbitraries.bigDecimals().map(x -> (Object) new BigDecimal(x.toString())),
        Arbitraries.longs().map(x -> (Object) Instant.ofEpochMilli(x)),
        Arbitraries.longs().map(x -> (Object) Duration.ofNanos(x)),
        Arbitraries.longs().map(x -> (Object) new UUID(x, ~x)),
        Arbitraries.integers().greaterOrEqual(0).map(x -> (Object) new Handle(x, 1)));
  }

  private static Arbitrary<Object> collections(Arbitrary<Object> inner) {
    Arbitrary<List<Object>> lists = inner.list().ofMaxSize(4);
    return Arbitraries.oneOf(
        lists.map(x -> (Object) x),
        inner.injectNull(0.5).list().ofMaxSize(3).map(x -> (Object) new ArrayList<>(x)),
        lists.map(x -> (Object) new LinkedHashSet<>(x)),
        lists.map(RoundTripTest::map));
  }

  private static Object map(List<Object> keys) {
    Map<Object, Object> map = new LinkedHashMap<>();
    keys.forEach(key -> map.put(key, keys));
    return map;
  }

  private static Arbitrary<Object> objects(Arbitrary<Object> inner) {
    return Arbitraries.oneOf(
        inner.map(x -> (Object) Optional.of(x)),
        inner.map(x -> (Object) new Pair(x, null)),
        inner.map(x -> (Object) new Typed("t", x.hashCode(), TimeUnit.DAYS, new Pair(x, x))));
  }

  private static Arbitrary<Object> vavr(Arbitrary<Object> inner) {
    Arbitrary<List<Object>> lists = inner.list().ofMaxSize(3);
    return Arbitraries.oneOf(
        inner.map(x -> (Object) Tuple.of(x, 1, x)),
        inner.map(x -> (Object) Option.of(x)),
        inner.map(x -> (Object) Either.left(x)),
        lists.map(x -> (Object) io.vavr.collection.List.ofAll(x)),
        lists.map(x -> (Object) io.vavr.collection.Vector.ofAll(x)),
        lists.map(x -> (Object) io.vavr.collection.LinkedHashSet.ofAll(x)));
  }
}
