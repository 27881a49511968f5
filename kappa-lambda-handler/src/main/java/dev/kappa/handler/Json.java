package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** The JSON of inputs and results. Strict: nothing is guessed, left out or coerced. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(
              DeserializationFeature.ACCEPT_FLOAT_AS_INT,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // said in other words
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(
              DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
              DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
              DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
              DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
          .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .annotationIntrospector(new RequiredComponents())
          .addModule(VavrJson.module())
          .addModule(new SimpleModule("times").setDeserializerModifier(new TimesAsText()))
          .build();

  private Json() {}

  /** {@return a workflow's input as a {@code type}} See {@link #read(byte[], Class, String)}. */
  static <T> T read(byte[] json, Class<T> type) {
    return read(json, type, "input");
  }

  /**
   * {@return {@code json} as a {@code type}} No bytes are the same as {@code null}, which is an
   * input for {@code Void} alone.
   *
   * @param where what it is, for the error's text
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} that says where it does not fit
   */
  @SuppressWarnings("NullAway") // only a workflow without an input is given null
  static <T> T read(byte[] json, Class<T> type, String where) {
    T value;
    try {
      value = json.length == 0 ? null : value(json, type, where);
    } catch (DatabindException | InputCoercionException e) {
      throw new InputProblem(where).of(e, json, MAPPER);
    } catch (JacksonException e) {
      throw new InputProblem(where).syntax(e);
    }
    if (value == null && type != Void.class) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          where + ": expected " + InputProblem.expected(type) + ", found nothing");
    }
    return value;
  }

  private static <T> T value(byte[] json, Class<T> type, String where) {
    try (JsonParser parser = new ExactNumbers(MAPPER.createParser(json))) {
      T value = MAPPER.readValue(parser, type);
      if (parser.nextToken() != null) {
        throw new InputProblem(where)
            .syntax("more text after the end of the value", parser.currentTokenLocation());
      }
      return value;
    }
  }

  /**
   * {@return {@code value} as JSON}
   *
   * @param where what it is, for the error's text
   * @throws KappaException with {@link ErrorCode#NOT_ENCODABLE}
   */
  static byte[] write(@Nullable Object value, String where) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new KappaException(
          ErrorCode.NOT_ENCODABLE,
          where
              + " can't be written as JSON: "
              + e.getOriginalMessage()
              + "; map it to records, lists, maps, numbers and strings",
          e);
    }
  }
}
