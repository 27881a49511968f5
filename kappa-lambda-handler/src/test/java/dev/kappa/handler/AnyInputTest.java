package dev.kappa.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
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
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever bytes a client gives as the input of a workflow: they are a value, which is the same
 * when it is written and read again, or refused in few words.
 */
class AnyInputTest {
  record Tree(String name, List<Tree> below, Map<String, Tree> named, Optional<Tree> next) {}

  record Numbers(
      byte b,
      short s,
      int i,
      long l,
      float f,
      double d,
      @Nullable Integer boxed,
      Double boxedToo,
      BigInteger big,
      BigDecimal exact,
      OptionalInt some,
      boolean yes) {}

  record Times(
      @Nullable Instant instant,
      @Nullable Duration duration,
      @Nullable LocalDate date,
      @Nullable LocalTime time,
      @Nullable LocalDateTime dateTime,
      @Nullable OffsetDateTime offsetDateTime,
      @Nullable ZonedDateTime zonedDateTime,
      @Nullable OffsetTime offsetTime,
      @Nullable Year year,
      @Nullable YearMonth month,
      @Nullable MonthDay day,
      @Nullable Period period,
      @Nullable ZoneId zone,
      @Nullable ZoneOffset offset,
      @Nullable DayOfWeek weekday) {}

  record Texts(String text, char letter, UUID id, URI uri, @Nullable String note) {}

  record Collections(
      List<BigDecimal> list,
      Set<TimeUnit> set,
      Deque<String> deque,
      EnumMap<TimeUnit, Long> byUnit,
      SortedMap<Integer, Boolean> byNumber,
      Map<LocalDate, List<Optional<String>>> byDate) {}

  record Anything(Object any, Map<String, Object> more, JsonNode tree) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  sealed interface Shape permits Circle, Group {}

  record Circle(double radius) implements Shape {}

  record Group(List<Shape> shapes) implements Shape {}

  record Positive(int size) {
    Positive {
      if (size <= 0) {
        throw new IllegalArgumentException("size: " + size + " (expected: at least 1)");
      }
    }
  }

  /** A type, and what fits it. */
  record Seed(Class<?> type, String json) {}

  private static final String TIMES =
      """
      {"instant":"2026-01-02T03:04:05.6Z","duration":"PT1M30S","date":"2026-01-02","time":"03:04",\
      "dateTime":"2026-01-02T03:04:05","offsetDateTime":"2026-01-02T03:04:05+02:00",\
      "zonedDateTime":"2026-01-02T03:04:05+01:00[Europe/Berlin]","offsetTime":"03:04+01:00",\
      "year":2026,"month":"2026-01","day":"--01-02","period":"P1Y2M","zone":"Europe/Berlin",\
      "offset":"+01:00","weekday":"MONDAY"}""";

  static final List<Seed> SEEDS =
      List.of(
          new Seed(
              Tree.class,
              """
              {"name":"a","below":[{"name":"b","below":[],"named":{}}],\
              "named":{"c":{"name":"\\ud83d\\ude00","below":[],"named":{},"next":null}}}"""),
          new Seed(
              Numbers.class,
              """
              {"b":-1,"s":2,"i":3,"l":9223372036854775807,"f":1.5,"d":-2e300,"boxed":null,\
              "boxedToo":"NaN","big":123456789012345678901,"exact":1.10e1000000000,"some":7,\
              "yes":true}"""),
          new Seed(Times.class, TIMES),
          new Seed(
              Texts.class,
              """
              {"text":"a\\u0000\\"","letter":"b","id":"01234567-89ab-cdef-0123-456789abcdef",\
              "uri":"https://a:1/b?c#d"}"""),
          new Seed(
              Collections.class,
              """
              {"list":[1,2.50],"set":["DAYS"],"deque":["a"],"byUnit":{"HOURS":1},\
              "byNumber":{"3":true},"byDate":{"2026-01-02":["a",null]}}"""),
          new Seed(
              Anything.class,
              """
              {"any":[1,2.5,"a",null,true,{"b":{}}],"more":{"c":-0.0},"tree":[[],1e5,"d"]}"""),
          new Seed(
              Shape.class,
              """
              {"@type":"Group","shapes":[{"@type":"Circle","radius":1.5}]}"""),
          new Seed(Positive.class, "{\"size\":1}"),
          new Seed(Void.class, "null"),
          new Seed(String.class, "\"a\""),
          new Seed(Integer.class, "7"),
          new Seed(Double.class, "1e5"),
          new Seed(BigDecimal.class, "1e5"),
          new Seed(BigInteger.class, "-7"),
          new Seed(Boolean.class, "true"),
          new Seed(Object.class, "{\"a\":[1,2.5]}"),
          new Seed(List.class, "[1,[\"a\"],{}]"),
          new Seed(Map.class, "{\"a\":1}"),
          new Seed(Optional.class, "null"),
          new Seed(int[].class, "[1,2]"),
          new Seed(byte[].class, "\"AAECAw==\""),
          new Seed(Positive[].class, "[{\"size\":3}]"),
          new Seed(TimeUnit.class, "\"DAYS\""),
          new Seed(Instant.class, "\"2026-01-02T03:04:05Z\""),
          new Seed(Duration.class, "\"PT1M30S\""),
          new Seed(ZonedDateTime.class, "\"2026-01-02T03:04:05Z[UTC]\""),
          new Seed(UUID.class, "\"01234567-89ab-cdef-0123-456789abcdef\""));

  /** Beyond what a type itself lists: its enum's constants, its components' names. */
  private static final int LONGEST_MESSAGE = 3_000;

  // ---- what holds of any bytes

  static void assertReadOrRefused(Class<?> type, byte[] json) {
    Object value;
    try {
      value = Json.read(json, type);
    } catch (KappaException refused) {
      assertRefused(refused);
      return;
    }
    byte[] written = Json.write(value, "it");
    Object again = Json.read(written, type);
    assertThat(again).as("%s", type).isEqualTo(value);
    assertThat(Json.write(again, "it")).as("%s", type).isEqualTo(written);
  }

  private static void assertRefused(KappaException refused) {
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(refused.getMessage()).startsWith("input").hasSizeLessThanOrEqualTo(LONGEST_MESSAGE);
  }

  /** A place in a document, and what stands there instead. */
  record Change(int at, byte to) {}

  @Provide
  Arbitrary<Change> changes() {
    return Arbitraries.integers()
        .between(0, 300)
        .flatMap(at -> changed().map(to -> new Change(at, to)));
  }

  /** What means something in JSON comes more often. */
  private static Arbitrary<Byte> changed() {
    return Arbitraries.oneOf(
        Arbitraries.bytes(),
        Arbitraries.of("{}[]\",:0123456789-+.eEnulT \\".chars().mapToObj(c -> (byte) c).toList()));
  }

  @Provide
  Arbitrary<Seed> seeds() {
    return Arbitraries.of(SEEDS);
  }

  @ParameterizedTest
  @MethodSource("types")
  void seedIsRead(int type) {
    Seed seed = SEEDS.get(type);
    assertThatCode(() -> Json.read(seed.json().getBytes(UTF_8), seed.type()))
        .doesNotThrowAnyException();
    assertChosenReadOrRefused(chosen(type));
  }

  @Property(tries = 2000)
  void changedInput(
      @ForAll("seeds") Seed seed, @ForAll @Size(max = 4) List<@From("changes") Change> changes) {
    byte[] json = seed.json().getBytes(UTF_8);
    changes.forEach(change -> json[change.at() % json.length] = change.to());
    assertReadOrRefused(seed.type(), json);
  }

  @Property(tries = 300)
  void inputOfAnotherType(@ForAll("seeds") Seed seed, @ForAll("seeds") Seed other) {
    assertReadOrRefused(seed.type(), other.json().getBytes(UTF_8));
  }

  @Property(tries = 300)
  void anyBytes(@ForAll("seeds") Seed seed, @ForAll @Size(max = 100) byte[] json) {
    assertReadOrRefused(seed.type(), json);
  }

  /** The first byte says which type, the rest is the input. */
  static byte[] chosen(int type) {
    byte[] json = SEEDS.get(type).json().getBytes(UTF_8);
    return ByteBuffer.allocate(json.length + 1).put((byte) type).put(json).array();
  }

  static void assertChosenReadOrRefused(byte[] bytes) {
    if (bytes.length > 0) {
      Seed seed = SEEDS.get(Byte.toUnsignedInt(bytes[0]) % SEEDS.size());
      assertReadOrRefused(seed.type(), Arrays.copyOfRange(bytes, 1, bytes.length));
    }
  }

  static IntStream types() {
    return IntStream.range(0, SEEDS.size());
  }
}
