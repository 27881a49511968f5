package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Says in a user's words where an input, or something else from outside, does not fit. */
final class InputProblem {
  private static final int LONGEST = 80;

  private static final Set<Class<?>> INTEGERS =
      Set.of(
          int.class,
          long.class,
          short.class,
          byte.class,
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          BigInteger.class);

  private final String what;

  /**
   * Of something that was read.
   *
   * @param what such as {@code input}
   */
  InputProblem(String what) {
    this.what = what;
  }

  KappaException syntax(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return invalid(what + ": not JSON" + where + ": " + e.getOriginalMessage(), e);
  }

  KappaException of(DatabindException e, byte[] json, JsonMapper mapper) {
    JsonNode input;
    try {
      input = mapper.readTree(json);
    } catch (JacksonException notJson) {
      return syntax(notJson);
    }
    String path = path(e.getPath());
    if (e instanceof UnrecognizedPropertyException unknown) {
      Collection<Object> known = unknown.getKnownPropertyIds();
      String names =
          known == null
              ? ""
              : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
      return invalid(path + ": unknown (expected one of: " + names + ")", e);
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      String expected = expected(mismatch.getTargetType());
      JsonNode found = find(input, e.getPath());
      return invalid(path + ": expected " + expected + ", found " + found(found), e);
    }
    Throwable cause = e.getCause();
    String why =
        cause == null || cause.getMessage() == null ? e.getOriginalMessage() : cause.getMessage();
    return invalid(path + ": " + why, e);
  }

  /** {@return what JSON stands for a {@code type}} */
  static String expected(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name())
              .collect(Collectors.joining(", "));
    }
    if (INTEGERS.contains(type)) {
      return "an integer";
    }
    if (Number.class.isAssignableFrom(type) || type == double.class || type == float.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "a string";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    if (Temporal.class.isAssignableFrom(type)) {
      return "a string in ISO 8601 form (" + type.getSimpleName() + ")";
    }
    return (Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "a value")
        + " ("
        + type.getSimpleName()
        + ")";
  }

  private String path(List<JacksonException.Reference> path) {
    StringBuilder text = new StringBuilder(what);
    for (JacksonException.Reference step : path) {
      if (step.getPropertyName() != null) {
        text.append('.').append(step.getPropertyName());
      } else {
        text.append('[').append(step.getIndex()).append(']');
      }
    }
    return text.toString();
  }

  private static JsonNode find(JsonNode input, List<JacksonException.Reference> path) {
    JsonNode node = input;
    for (JacksonException.Reference step : path) {
      node =
          step.getPropertyName() == null
              ? node.path(step.getIndex())
              : node.path(step.getPropertyName());
    }
    return node;
  }

  private static String found(JsonNode node) {
    if (node instanceof MissingNode) {
      return "nothing";
    }
    String text = node.toString();
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return switch (node.getNodeType()) {
      case STRING -> cut + " (a string)";
      case NUMBER -> cut + " (a number)";
      case BOOLEAN, NULL, MISSING -> cut;
      case ARRAY -> cut + " (an array)";
      case OBJECT -> cut + " (an object)";
      case BINARY, POJO -> cut;
    };
  }

  /**
   * What the reader of JSON threw says nothing more; what a constructor of the user's threw may.
   */
  private static KappaException invalid(String message, Exception e) {
    return new KappaException(ErrorCode.INVALID_INPUT, message, e.getCause());
  }
}
