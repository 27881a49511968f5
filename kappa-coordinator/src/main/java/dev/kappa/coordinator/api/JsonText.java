package dev.kappa.coordinator.api;

import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as text. Numbers are copied digit by digit and never become Java's, so that none loses
 * precision on its way through.
 */
public final class JsonText {
  private static final int MAX_DEPTH = 1000;
  private static final int MAX_LENGTH = 64 * 1024 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_LENGTH)
                  .maxStringLength(MAX_LENGTH)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH + 10).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final JsonMapper TREES =
      JsonMapper.builder(JSON)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonText() {}

  /**
   * {@return {@code json} as a tree, of which each number is exactly what was written}
   *
   * @throws JacksonException if it is not JSON
   */
  public static JsonNode tree(String json) {
    return TREES.readTree(json);
  }

  /** What writes a document. */
  @FunctionalInterface
  public interface Writing {
    /** Writes one value. */
    void to(JsonGenerator json);
  }

  /** {@return the document that {@code writing} writes, on one line} */
  public static String write(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      writing.to(json);
    }
    return text.toString();
  }

  /** {@return a parser of {@code json}, before its first token} */
  public static JsonParser parser(String json) {
    return JSON.createParser(ObjectReadContext.empty(), json);
  }

  /**
   * {@return {@code json} without needless white space}
   *
   * @throws JacksonException if it is not exactly one JSON value; see {@link #problem}
   */
  public static String compact(String json) {
    try (JsonParser parser = parser(json)) {
      if (parser.nextToken() == null) {
        throw new StreamReadException(parser, "nothing there", parser.currentLocation());
      }
      String value = compact(parser);
      expectEnd(parser);
      return value;
    }
  }

  /** {@return the value that {@code parser} stands on, without needless white space} */
  public static String compact(JsonParser parser) {
    return write(json -> copy(parser, json));
  }

  /** Checks that nothing but white space is left. */
  public static void expectEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw new StreamReadException(
          parser, "more text after the end of the value", parser.currentTokenLocation());
    }
  }

  /** {@return what is wrong and where, as {@code line 2, column 7: Unexpected character ('x')…}} */
  public static String problem(JacksonException malformed) {
    String what = malformed.getOriginalMessage();
    var at = malformed.getLocation();
    return at == null
        ? what
        : "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), what);
  }

  private static void copy(JsonParser parser, JsonGenerator json) {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      depth += copyToken(parser, token, json);
      if (depth == 0) {
        return;
      }
      token = parser.nextToken();
    }
  }

  /** Copies one token; answers by how much the depth changes. */
  private static int copyToken(JsonParser parser, JsonToken token, JsonGenerator json) {
    switch (token) {
      case START_OBJECT -> json.writeStartObject();
      case END_OBJECT -> json.writeEndObject();
      case START_ARRAY -> json.writeStartArray();
      case END_ARRAY -> json.writeEndArray();
      case PROPERTY_NAME -> json.writeName(parser.currentName());
      case VALUE_STRING -> json.writeString(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.writeNumber(parser.getString());
      case VALUE_TRUE -> json.writeBoolean(true);
      case VALUE_FALSE -> json.writeBoolean(false);
      case VALUE_NULL -> json.writeNull();
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("text has no token " + token);
    }
    return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
  }
}
