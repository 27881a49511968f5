package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Try;
import io.vavr.control.Validation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("JdkObsolete") // what users' values may hold
class CodecTest {
  private static final Codec CODEC = Codec.of(CodecTest.class.getClassLoader());

  private record Point(int x, @Nullable Object y) {}

  private record Line(Point from, @Nullable Point to, long length, @Nullable Long id) {}

  private record Chain(String name, @Nullable Chain next) {}

  private record Order(String id, Colour colour, List<Line> lines, Map<Integer, Colour> map) {}

  private record Waiting(Handle handle, Object other) {}

  private record Empty() {}

  private enum Colour {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "the green one";
      }
    }
  }

  static List<Object> values() {
    return Arrays.asList(
        null,
        true,
        false,
        0,
        -1,
        Integer.MIN_VALUE,
        3.5,
        -0.0,
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        "",
        "grüß 🐘",
        "lone \ud800 surrogate",
        "x".repeat(100_000),
        1L,
        Long.MIN_VALUE,
        (short) -3,
        (byte) 200,
        'ß',
        '\udc00',
        1.25f,
        Float.NaN,
        BigInteger.TWO.pow(5000),
        new BigDecimal("1.500E+30"),
        UUID.randomUUID(),
        URI.create("https://example.org/a?b=c"),
        Path.of("a", "b.txt"),
        Locale.forLanguageTag("de-CH"),
        Locale.ROOT,
        StandardCharsets.UTF_8,
        Currency.getInstance("CHF"),
        BitSet.valueOf(new long[] {5}),
        Optional.empty(),
        Optional.of(List.of(1L)),
        OptionalInt.of(2),
        OptionalInt.empty(),
        OptionalLong.of(2),
        OptionalDouble.of(2),
        Instant.MAX,
        Instant.now(),
        Duration.ofNanos(-5),
        LocalDate.MIN,
        LocalTime.MAX,
        LocalDateTime.now(ZoneOffset.UTC),
        OffsetTime.now(ZoneOffset.ofHours(3)),
        OffsetDateTime.now(ZoneOffset.ofHoursMinutes(-3, -30)),
        ZonedDateTime.now(ZoneId.of("Europe/Berlin")),
        ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
            .withLaterOffsetAtOverlap(),
        ZoneId.of("Asia/Tokyo"),
        ZoneOffset.UTC,
        Year.of(2026),
        YearMonth.of(2026, 2),
        MonthDay.of(2, 29),
        Period.of(1, -2, 3),
        TimeUnit.DAYS,
        Colour.RED,
        Colour.GREEN,
        List.of(),
        Arrays.asList(1, null, "a"),
        List.of(1, List.of(2, Set.of(3))),
        new LinkedList<>(List.of(1, 2)),
        Collections.unmodifiableList(new ArrayList<>(List.of('c'))),
        Set.of(1L, 2L),
        new TreeSet<>(Set.of("b", "a")),
        Map.of(1, "one", 2, "two"),
        withNulls(),
        new TreeMap<>(Map.of("b", 1, "a", 2)),
        new ConcurrentHashMap<>(Map.of(new Point(1, 2), 3)),
        new EnumMap<>(Map.of(Colour.RED, 1)),
        Map.entry("k", 1),
        new Handle(7, 3),
        new Point(1, null),
        new Point(1, new Point(2, Map.of(new Point(3, 4), List.of()))),
        new Line(new Point(1, 2), null, 5, null),
        new Line(new Point(1, 2), new Point(3, 4L), 5, 6L),
        new Chain("a", new Chain("b", null)),
        new Order("o", Colour.GREEN, List.of(new Line(new Point(1, 2), null, 3, 4L)), Map.of()),
        new Waiting(new Handle(1, 2), List.of(new Handle(3, 4))),
        new Empty(),
        Tuple.empty(),
        Tuple.of(1, null, "c"),
        Tuple.of(1, 2, 3, 4, 5, 6, 7, 8L),
        Option.none(),
        Option.some(null),
        Either.left("no"),
        Either.right(1L),
        Try.success(1),
        Validation.valid(1),
        Validation.invalid("no"),
        io.vavr.collection.List.of(1, 2, null),
        io.vavr.collection.Vector.of(1L),
        io.vavr.collection.Array.of(1L),
        io.vavr.collection.Queue.of(1L, 2L),
        io.vavr.collection.CharSeq.of("abc"),
        io.vavr.collection.HashMap.of(1, "a"),
        io.vavr.collection.LinkedHashMap.of(2, "a", 1, "b"),
        io.vavr.collection.TreeMap.of(2, "a", 1, "b"),
        io.vavr.collection.HashSet.of(1, 2),
        io.vavr.collection.LinkedHashSet.of(2, 1),
        io.vavr.collection.TreeSet.of(2, 1),
        new Payload(List.of(Handle.ROOT), List.of("blob"), new byte[] {1}));
  }

  private static Map<@Nullable Object, @Nullable Object> withNulls() {
    Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
    map.put(null, 1);
    map.put(2L, null);
    return map;
  }

  @ParameterizedTest
  @MethodSource("values")
  void valueComesBackEqual(@Nullable Object value) {
    Object back = CODEC.decode(CODEC.encode(value));
    assertThat(back).isEqualTo(value);
    assertThat(CODEC.decode(CODEC.encode(back))).isEqualTo(value);
    assertThat(CODEC.decode(CODEC.encode(new Point(1, value)))).isEqualTo(new Point(1, value));
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
            new byte[] {1, 2},
            new boolean[] {true, false},
            new char[] {'a', '\ud800'},
            new short[] {1},
            new int[] {1, -1},
            new long[] {Long.MAX_VALUE},
            new float[] {1.5f},
            new double[] {Double.NaN},
            new String[] {"a", null},
            new int[][] {{1}, {2, 3}},
            new Object[] {1, "a", new Object[0]},
            new Colour[][] {{Colour.GREEN}},
            new Point[] {new Point(1, 2)},
            new List<?>[] {List.of(1)})
        .map(each -> Arguments.of((Object) each));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void arrayComesBackWithItsTypeAndElements(Object array) {
    Object back = CODEC.decode(CODEC.encode(array));
    assertThat(back).hasSameClassAs(array).isEqualTo(array);
  }

  @Test
  void mapsKeepTheirOrder() {
    Map<Integer, Integer> map = new LinkedHashMap<>();
    for (int i = 100; i > 0; i--) {
      map.put(i, i);
    }
    Object back = CODEC.decode(CODEC.encode(map));
    assertThat(back)
        .isEqualTo(map)
        .isExactlyInstanceOf(LinkedHashMap.class)
        .hasToString(map.toString());
  }

  @Test
  void queueComesBack() {
    assertThat(CODEC.decode(CODEC.encode(new ArrayDeque<>(List.of(1, 2)))))
        .isExactlyInstanceOf(ArrayDeque.class)
        .hasToString("[1, 2]");
  }

  @Test
  void handlesAreListedOnceInTheOrderOfTheirMeeting() {
    Handle a = new Handle(1, 2);
    Handle b = new Handle(3, 4);
    Payload payload = CODEC.encode(List.of(new Waiting(b, a), a, b));
    assertThat(payload.handles()).containsExactly(b, a);
  }

  @Test
  void nameOfARecordIsWrittenOnce() {
    int one = CODEC.encode(List.of(new Point(1, 2))).size();
    int two = CODEC.encode(List.of(new Point(1, 2), new Point(3, 4))).size();
    assertThat(two - one).isLessThan(8);
  }

  @Test
  void lambdaComesBackWithWhatItCaptured() {
    int a = 3;
    long b = 4;
    String c = "x";
    List<Point> d = List.of(new Point(1, 2));
    Function1<Integer, String> lambda = x -> a + b + c + d + x;
    Function1<Integer, String> back = back(lambda);
    assertThat(back.apply(5)).isEqualTo(lambda.apply(5));
    assertThat(back.getClass()).isNotNull();
  }

  @Test
  void oneCodecServesManyThreads() {
    List<Object> values = values();
    boolean allEqual =
        IntStream.range(0, 20 * values.size())
            .parallel()
            .mapToObj(i -> values.get(i % values.size()))
            .allMatch(value -> Objects.equals(CODEC.decode(CODEC.encode(value)), value));
    assertThat(allEqual).isTrue();
  }

  @Test
  void methodReferencesComeBack() {
    Function1<String, Integer> unbound = String::length;
    Function1<Integer, String> constructor = String::valueOf;
    Function2<Integer, Integer, Integer> statics = Math::addExact;
    Function1<Integer, Empty> none = ignored -> new Empty();
    String receiver = "abc";
    Function1<String, Boolean> bound = receiver::startsWith;
    assertThat(back(unbound).apply("four")).isEqualTo(4);
    assertThat(back(constructor).apply(4)).isEqualTo("4");
    assertThat(back(statics).apply(4, 5)).isEqualTo(9);
    assertThat(back(none).apply(4)).isEqualTo(new Empty());
    assertThat(back(bound).apply("ab")).isTrue();
  }

  @Test
  void composedFunctionsComeBack() {
    Function1<Integer, Integer> twice = x -> 2 * x;
    Function1<Integer, Integer> composed = twice.andThen(twice).compose(twice);
    assertThat(back(composed).apply(1)).isEqualTo(8);
    assertThat(back(composed.curried()).apply(1)).isEqualTo(8);
  }

  @SuppressWarnings("unchecked") // the same type comes back
  private static <T> T back(T value) {
    return (T) CODEC.decode(CODEC.encode(value), value.getClass().getInterfaces()[0]);
  }
}
