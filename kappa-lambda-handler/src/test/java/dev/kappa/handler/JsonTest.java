package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Language;
import dev.kappa.wire.Handle;
import io.vavr.Tuple;
import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonTest {
  enum Colour {
    RED,
    BLUE
  }

  record Inner(long size, boolean on) {}

  record Input(
      @Nullable String name,
      int mappers,
      java.util.@Nullable List<Inner> parts,
      @Nullable Colour colour,
      @Nullable BigDecimal price) {
    Input {
      if (mappers < 0) {
        throw new IllegalArgumentException("mappers: " + mappers + " (expected: at least 0)");
      }
    }
  }

  record Broken(int size) {
    @Override
    public int size() {
      throw new IllegalStateException("closed");
    }
  }

  @Test
  void inputIsReadAsItsRecord() {
    assertThat(
            read(
                """
                {"name": "a", "mappers": 3, "parts": [{"size": 4, "on": true}],
                 "colour": "BLUE", "price": 0.10000000000000000001}
                """))
        .isEqualTo(
            new Input(
                "a",
                3,
                java.util.List.of(new Inner(4, true)),
                Colour.BLUE,
                new BigDecimal("0.10000000000000000001")));
  }

  @Test
  void wrongKindOfValueIsNamedWithItsPlace() {
    assertInvalid(
        "{\"mappers\": \"x\"}", "input.mappers: expected an integer, found \"x\" (a string)");
    assertInvalid(
        "{\"mappers\": \"3\"}", "input.mappers: expected an integer, found \"3\" (a string)");
    assertInvalid("{\"mappers\": 3.5}", "input.mappers: expected an integer, found 3.5 (a number)");
    assertInvalid("{\"mappers\": true}", "input.mappers: expected an integer, found true");
    assertInvalid("{\"mappers\": null}", "input.mappers: expected an integer, found null");
    assertInvalid(
        "{\"mappers\": 1, \"name\": 5}", "input.name: expected a string, found 5 (a number)");
    assertInvalid(
        "{\"mappers\": 1, \"colour\": \"GREEN\"}",
        "input.colour: expected one of RED, BLUE, found \"GREEN\" (a string)");
    assertInvalid(
        "{\"mappers\": 1, \"colour\": 0}",
        "input.colour: expected one of RED, BLUE, found 0 (a number)");
    assertInvalid(
        "{\"mappers\": 1, \"parts\": {}}", "input.parts: expected an array, found {} (an object)");
    assertInvalid(
        "{\"mappers\": 1, \"parts\": [{\"size\": 1, \"on\": false}, {\"size\": [], \"on\": true}]}",
        "input.parts[1].size: expected an integer, found [] (an array)");
    assertInvalid("[1]", "input: expected an object (Input), found [1] (an array)");
    assertInvalid("\"x\"", "input: expected an object (Input), found \"x\" (a string)");
  }

  @Test
  void missingPrimitiveIsAnError() {
    assertInvalid("{}", "input.mappers: expected an integer, found nothing");
  }

  record Required(String name, Optional<String> note, Inner inner) {}

  @Test
  void missingComponentIsAnErrorUnlessItMayBeLeftOut() {
    String inner = "\"inner\":{\"size\":1,\"on\":true}";
    assertThat(required("{\"name\":\"a\"," + inner + "}"))
        .isEqualTo(new Required("a", Optional.empty(), new Inner(1, true)));
    assertThat(required("{\"name\":\"a\",\"note\":null," + inner + "}").note()).isEmpty();
    assertInvalid(
        () -> required("{" + inner + "}"), "input.name: expected a string, found nothing");
    assertInvalid(
        () -> required("{\"name\":null," + inner + "}"),
        "input.name: expected a string, found null");
    assertInvalid(
        () -> required("{\"name\":\"a\"}"),
        "input.inner: expected an object (Inner), found nothing");
    assertInvalid(
        () -> required("{\"name\":\"a\",\"inner\":{\"size\":1}}"),
        "input.inner.on: expected true or false, found nothing");
  }

  private static Required required(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), Required.class);
  }

  @Test
  void unknownMemberIsAnError() {
    assertInvalid(
        "{\"mapers\": 3, \"mappers\": 3}",
        "input.mapers: unknown (expected one of: colour, mappers, name, parts, price)");
  }

  @Test
  void memberGivenTwiceIsAnError() {
    assertThatThrownBy(() -> read("{\"mappers\": 3, \"mappers\": 4}"))
        .hasMessageContaining("mappers");
  }

  @Test
  void whatARecordRefusesIsAnError() {
    assertInvalid("{\"mappers\": -1}", "input: mappers: -1 (expected: at least 0)");
  }

  @Test
  void whatIsNotJsonIsAnErrorWithItsPlace() {
    assertThatThrownBy(() -> read("{\"mappers\": 3,\n x}"))
        .hasMessageStartingWith("input: not JSON at line 2, column 2: ");
    assertInvalid(
        "{\"mappers\": 3} 4",
        "input: not JSON at line 1, column 16: more text after the end of the value");
  }

  record Sizes(byte tiny, int[] counts, double ratio, float part, Object any) {}

  @Test
  void numberThatItsTypeDoesNotHoldIsAnErrorWithItsPlace() {
    assertNotHeld("\"tiny\": 200", "tiny: expected an integer between -128 and 127, found 200");
    assertNotHeld(
        "\"counts\": [1, 99999999999]",
        "counts[1]: expected an integer between -2147483648 and 2147483647, found 99999999999");
    assertNotHeld(
        "\"ratio\": 1e999",
        "ratio: expected a number between -1.7976931348623157E308 and 1.7976931348623157E308, found 1e999");
    assertNotHeld(
        "\"part\": 1e39",
        "part: expected a number between -3.4028235E38 and 3.4028235E38, found 1e39");
    assertNotHeld(
        "\"any\": -1e1000000000",
        "any: expected a number between -1.7976931348623157E308 and 1.7976931348623157E308, found -1e1000000000");
  }

  @Test
  void exponentThatIsTooLargeIsAnErrorWithItsPlace() {
    assertInvalid(
        () -> read("1e99999999999", BigDecimal.class),
        "input: expected a number with a smaller exponent, found 1e99999999999 (a number)");
    assertInvalid(
        () -> read("[1, 1e-99999999999]", BigDecimal[].class),
        "input[1]: expected a number with a smaller exponent, found 1e-99999999999 (a number)");
    assertThat(read("1e1000000000", BigDecimal.class)).isEqualTo(new BigDecimal("1e1000000000"));
  }

  private static void assertNotHeld(String member, String message) {
    assertInvalid(() -> read("{" + member + "}", Sizes.class), "input." + message + " (a number)");
  }

  record Moments(
      @Nullable Instant instant,
      @Nullable Duration duration,
      @Nullable LocalDate date,
      @Nullable OffsetDateTime offset,
      @Nullable ZonedDateTime zone) {}

  @Test
  void timeIsInIsoFormAndNoNumber() {
    String iso = ": expected a string in ISO 8601 form (";
    assertNoTime("\"instant\": 1767323045", iso + "Instant), found 1767323045 (a number)");
    assertNoTime("\"instant\": \"12\"", iso + "Instant), found \"12\" (a string)");
    assertNoTime("\"date\": [2026, 1, 2]", iso + "LocalDate), found [2026,1,2] (an array)");
    assertNoTime(
        "\"date\": \"2026-01-02T03:04:05Z\"",
        iso + "LocalDate), found \"2026-01-02T03:04:05Z\" (a string)");
    assertNoTime("\"duration\": 1e1000000000", iso + "Duration), found 1e1000000000 (a number)");
  }

  private static void assertNoTime(String member, String message) {
    String name = member.substring(1, member.indexOf('"', 1));
    assertInvalid(() -> read("{" + member + "}", Moments.class), "input." + name + message);
  }

  record Formatted(
      @JsonFormat(pattern = "yyyyMMdd") LocalDate day,
      @JsonFormat(pattern = "dd.MM.yyyy") LocalDate german,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant since) {}

  @Test
  void formThatTheApplicationChoseForATimeIsReadAndWritten() {
    Formatted read =
        read(
            """
            {"day":"20260102","german":"31.12.2026","since":1767323045}""",
            Formatted.class);
    assertThat(read)
        .isEqualTo(
            new Formatted(
                LocalDate.of(2026, 1, 2),
                LocalDate.of(2026, 12, 31),
                Instant.ofEpochSecond(1767323045)));
    assertThat(read(write(read), Formatted.class)).isEqualTo(read);
  }

  @Test
  void offsetAndZoneOfATimeAreKept() {
    Moments moments =
        new Moments(
            null,
            null,
            null,
            OffsetDateTime.parse("2026-01-02T03:04:05+02:00"),
            ZonedDateTime.parse("2026-07-02T03:04:05+02:00[Europe/Berlin]"));
    assertThat(write(moments))
        .contains("\"2026-01-02T03:04:05+02:00\"", "\"2026-07-02T03:04:05+02:00[Europe/Berlin]\"");
    assertThat(read(write(moments), Moments.class)).isEqualTo(moments);
  }

  record OfVavr(List<Integer> list, Option<String> option) {}

  @Test
  void typeThatIsNotReadIsSaid() {
    assertThatThrownBy(() -> read("{\"list\": [1], \"option\": null}", OfVavr.class))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageStartingWith("input.list: ")
        .hasMessageContaining("io.vavr.collection.List");
  }

  record Nested(java.util.List<Nested> below) {}

  @Test
  void inputMayBeNestedFiveHundredDeepAndNoDeeper() {
    String deep = "{\"below\":[".repeat(249) + "{\"below\":[]}" + "]}".repeat(249);
    assertThat(write(read(deep, Nested.class))).isEqualTo(deep);
    assertThatThrownBy(() -> read("{\"below\":[" + deep + "]}", Nested.class))
        .hasMessageContaining("depth (501)");
    assertThatThrownBy(() -> read("[".repeat(1_000_000), Object.class))
        .hasMessageContaining("depth (501)");
  }

  @Test
  void errorIsShortWhateverIsLong() {
    String longest = "x".repeat(40_000);
    assertShort("{\"" + longest + "\": 1}", Inner.class);
    assertShort("{\"" + longest + "\": 1, \"" + longest + "\": 2}", Object.class);
    assertShort("{\"size\": \"" + longest + "\", \"on\": true}", Inner.class);
    assertShort(longest, Inner.class);
    assertShort("[".repeat(400) + "{}" + "]".repeat(400), long[].class);
    assertShort("{\"below\": [".repeat(200) + "1", Nested.class);
    assertShort("{\"below\": [".repeat(200) + "1" + "]}".repeat(200), Nested.class);
    assertShort("{\"text\": \"" + longest + "\"}", Fussy.class);
  }

  record Fussy(String text) {
    Fussy {
      throw new IllegalArgumentException("no " + text);
    }
  }

  private static void assertShort(String json, Class<?> type) {
    assertThatThrownBy(() -> read(json, type))
        .isInstanceOf(KappaException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(3_000));
  }

  @Test
  void halfOfACharacterIsNotTold() {
    assertInvalid(
        () -> read("\"" + "x".repeat(78) + "\ud83d\ude00y\"", Integer.class),
        "input: expected an integer, found \"" + "x".repeat(78) + "… (a string)");
  }

  /** A worker has little memory, and an input may have 6 MiB. */
  @Test
  void largeInputThatDoesNotFitTakesLittleMemory() {
    String large = "[" + "[],".repeat(1_500_000) + "[]]";
    byte[] json = large.getBytes(StandardCharsets.UTF_8);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertInvalid(
        () -> Json.read(json, Inner.class),
        "input: expected an object (Inner), found " + large.substring(0, 80) + "… (an array)");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32 << 20);
  }

  private static <T> T read(String json, Class<T> type) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  @Test
  void noInputIsForWorkflowsWithoutOne() {
    assertInvalid("", "input: expected an object (Input), found nothing");
    assertInvalid("null", "input: expected an object (Input), found nothing");
    assertThat((Object) Json.read(new byte[0], Void.class)).isNull();
    assertThat((Object) Json.read("null".getBytes(StandardCharsets.UTF_8), Void.class)).isNull();
  }

  @Test
  void plainTypesAreInputsToo() {
    assertThat(Json.read("\"x\"".getBytes(StandardCharsets.UTF_8), String.class)).isEqualTo("x");
    Object map = Json.read("{\"a\":1}".getBytes(StandardCharsets.UTF_8), Map.class);
    assertThat(map).isEqualTo(Map.of("a", 1));
  }

  @Test
  void resultsAreWrittenAsReadersExpect() {
    assertThat(write(null)).isEqualTo("null");
    assertThat(write(new Inner(3, true))).isEqualTo("{\"size\":3,\"on\":true}");
    assertThat(write(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("\"2026-01-02T03:04:05Z\"");
    assertThat(write(Duration.ofSeconds(90))).isEqualTo("\"PT1M30S\"");
    assertThat(write(Map.of("a", Optional.of(1)))).isEqualTo("{\"a\":1}");
    assertThat(write(List.of(1, 2))).isEqualTo("[1,2]");
    assertThat(write(HashMap.of("a", List.of(Option.none(), Option.some(2)))))
        .isEqualTo("{\"a\":[null,2]}");
    assertThat(write(Tuple.of(1, "b"))).isEqualTo("[1,\"b\"]");
    assertThat(write(Either.left("no"))).isEqualTo("{\"left\":\"no\"}");
    assertThat(write(Either.right(2))).isEqualTo("{\"right\":2}");
    assertThat(write(Language.future(new Handle(3, 4)))).isEqualTo("\"3.4\"");
  }

  @Test
  void resultThatIsNoJsonIsAnError() {
    assertThatThrownBy(() -> write(new Broken(1)))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ENCODABLE))
        .hasMessageContaining("can't be written as JSON");
  }

  private static Input read(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), Input.class);
  }

  private static String write(@Nullable Object value) {
    return new String(Json.write(value, "it"), StandardCharsets.UTF_8);
  }

  private static void assertInvalid(String json, String message) {
    assertInvalid(() -> read(json), message);
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessage(message);
  }
}
