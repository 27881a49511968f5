package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** Says in a user's words where an input, or something else from outside, does not fit. */
final class InputProblem {
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_PATH = 400;
  private static final int LONGEST_REASON = 2_000;

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
    return syntax(e.getOriginalMessage(), e.getLocation());
  }

  KappaException syntax(String why, @Nullable TokenStreamLocation at) {
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return invalid(what + ": not JSON" + where + ": " + reason(why), null);
  }

  /**
   * {@return that something does not fit}
   *
   * @param e of one that knows its path
   */
  KappaException of(JacksonException e, byte[] json, JsonMapper mapper) {
    String found;
    try {
      found = FoundValue.at(json, e.getPath(), mapper);
    } catch (JacksonException notJson) {
      return syntax(notJson);
    }
    String path = path(e.getPath());
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          invalid(path + ": unknown (expected one of: " + known(unknown) + ")", e);
      case InputCoercionException range ->
          invalid(path + ": expected " + range(range.getTargetType()) + ", found " + found, e);
      case MismatchedInputException mismatch when mismatch.getTargetType() != null ->
          invalid(
              path + ": expected " + expected(mismatch.getTargetType()) + ", found " + found, e);
      default -> {
        Throwable cause = e.getCause();
        String said = cause == null ? null : cause.getMessage();
        yield invalid(path + ": " + reason(said == null ? e.getOriginalMessage() : said), e);
      }
    };
  }

  private static String known(UnrecognizedPropertyException unknown) {
    Collection<Object> known = unknown.getKnownPropertyIds();
    return known == null
        ? ""
        : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String reason(@Nullable String text) {
    return FoundValue.cut(String.valueOf(text), LONGEST_REASON);
  }

  /** {@return which numbers fit a {@code type}} */
  private static String range(@Nullable Class<?> type) {
    if (type == byte.class) {
      return integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
    if (type == short.class) {
      return integer(Short.MIN_VALUE, Short.MAX_VALUE);
    }
    if (type == int.class) {
      return integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return integer(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == BigDecimal.class) {
      return "a number with a smaller exponent";
    }
    return "a number between -%s and %1$s"
        .formatted(type == float.class ? (Object) Float.MAX_VALUE : Double.MAX_VALUE);
  }

  private static String integer(long least, long most) {
    return "an integer between %d and %d".formatted(least, most);
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
    if (Temporal.class.isAssignableFrom(type) || TemporalAmount.class.isAssignableFrom(type)) {
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
        text.append('.').append(FoundValue.cut(step.getPropertyName(), LONGEST_NAME));
      } else {
        text.append('[').append(step.getIndex()).append(']');
      }
    }
    return FoundValue.cut(text.toString(), LONGEST_PATH);
  }

  /**
   * What the reader of JSON threw says nothing more; what a constructor of the user's threw may.
   */
  private static KappaException invalid(String message, @Nullable Exception e) {
    return new KappaException(ErrorCode.INVALID_INPUT, message, e == null ? null : e.getCause());
  }
}
