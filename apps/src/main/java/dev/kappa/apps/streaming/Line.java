package dev.kappa.apps.streaming;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** What a line of the log comes to. */
sealed interface Line {
  /** The longest key, in characters. */
  int LONGEST_KEY = 100;

  /** The end of the year 9999: a time behind that is none in milliseconds. */
  long LAST_TIME = 253_402_300_799_999L;

  /** Values are smaller than that, and have so many decimals at most: so sums are exact. */
  BigDecimal LARGEST = new BigDecimal("1e15");

  int DECIMALS = 9;

  /** How much is told of what is wrong, in characters. */
  int LONGEST_WHY = 200;

  ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /**
   * An item.
   *
   * @param time in milliseconds since 1970
   */
  record Item(String key, long time, BigDecimal value) implements Line {}

  /** A line that is no item. */
  record Malformed(String why) implements Line {}

  /** {@return what the bytes from {@code from} to before {@code to} are} */
  static Line of(byte[] bytes, int from, int to) {
    try {
      ByteBuffer line = ByteBuffer.wrap(bytes, from, to - from);
      return of(StandardCharsets.UTF_8.newDecoder().decode(line).toString());
    } catch (CharacterCodingException e) {
      return new Malformed("it is not UTF-8");
    }
  }

  private static Line of(String line) {
    if (line.isBlank()) {
      return new Malformed("it is empty");
    }
    try {
      JsonNode json = JSON.readValue(line);
      return json.isObject() ? of(json) : new Malformed("it is no JSON object");
    } catch (JacksonException e) {
      return malformed("it is no JSON: " + e.getOriginalMessage());
    }
  }

  private static Line of(JsonNode json) {
    JsonNode key = json.path("key");
    JsonNode time = json.path("time");
    JsonNode value = json.path("value");
    if (!key.isString() || !isKey(key.stringValue())) {
      return malformed("key: %s (expected: 1 to 100 characters)".formatted(key));
    }
    if (!isTime(time)) {
      return malformed("time: %s (expected: milliseconds since 1970)".formatted(time));
    }
    if (!value.isNumber() || !isValue(value)) {
      return malformed(
          "value: %s (expected: a number below 1e15 with at most 9 decimals)".formatted(value));
    }
    return new Item(key.stringValue(), time.longValue(), value.decimalValue());
  }

  private static boolean isKey(String key) {
    return !key.isEmpty()
        && key.length() <= LONGEST_KEY
        && StandardCharsets.UTF_8.newEncoder().canEncode(key);
  }

  private static boolean isTime(JsonNode time) {
    return time.isIntegralNumber()
        && time.canConvertToLong()
        && time.longValue() >= 0
        && time.longValue() <= LAST_TIME;
  }

  private static boolean isValue(JsonNode value) {
    BigDecimal number = value.decimalValue();
    return number.abs().compareTo(LARGEST) < 0 && number.stripTrailingZeros().scale() <= DECIMALS;
  }

  private static Malformed malformed(String why) {
    String flat = why.replaceAll("\\s+", " ");
    return new Malformed(
        flat.length() <= LONGEST_WHY ? flat : flat.substring(0, LONGEST_WHY - 1) + "…");
  }
}
