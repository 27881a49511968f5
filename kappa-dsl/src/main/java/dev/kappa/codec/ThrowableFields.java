package dev.kappa.codec;

import dev.kappa.error.KappaException;
import dev.kappa.wire.Payload;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The fields that an application's exception adds, and what its base holds beside a message and a
 * cause. Each is encoded for itself: one that can't be stored is left out, since a failure must
 * always be reportable. An exception held in such a field comes without its own fields, so there
 * are no cycles.
 */
final class ThrowableFields {
  /** Beside the fields: words that name no field of Java. */
  private static final String BASE_MESSAGE = "super";

  private static final String BASE_ARGUMENTS = "new";

  private ThrowableFields() {}

  static void write(Encoder out, Throwable thrown) {
    Map<String, byte[]> encoded = out.isInner() ? Map.of() : encoded(out, thrown);
    out.open(Tag.MAP, 2 * encoded.size());
    encoded.forEach(
        (name, bytes) -> {
          out.ascii(name);
          out.bytes(bytes);
        });
    out.close();
  }

  static Map<String, @Nullable Object> read(Decoder in) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (in.read() instanceof Map<?, ?> encoded && !in.isInner()) {
      encoded.forEach(
          (name, bytes) -> {
            if (name instanceof String field && bytes instanceof byte[] body) {
              decode(in, field, body, fields);
            }
          });
    }
    return fields;
  }

  /** Gives the fields their values. */
  static void restore(Throwable thrown, Map<String, @Nullable Object> values) {
    for (Field field : values.isEmpty() ? List.<Field>of() : of(thrown.getClass())) {
      Object value = values.get(field.getName());
      try {
        if (value != null && !Objects.equals(field.get(thrown), value)) {
          field.set(thrown, value);
        }
      } catch (IllegalAccessException | IllegalArgumentException e) {
        // the field has another type now: it keeps none
      }
    }
  }

  private static Map<String, byte[]> encoded(Encoder out, Throwable thrown) {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    for (Field field : of(thrown.getClass())) {
      try {
        put(out, field.getName(), field.get(thrown), encoded);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e); // only such as are open were taken
      }
    }
    String message = ThrowableClasses.baseMessage(thrown);
    if (!Objects.equals(message, ThrowableClasses.told(thrown))) {
      put(out, BASE_MESSAGE, message, encoded);
    }
    List<@Nullable Object> arguments = ThrowableDetails.of(thrown);
    put(out, BASE_ARGUMENTS, arguments.isEmpty() ? null : arguments, encoded);
    return encoded;
  }

  private static void put(
      Encoder out, String name, @Nullable Object value, Map<String, byte[]> encoded) {
    if (value == null || encoded.containsKey(name)) {
      return;
    }
    try {
      Payload payload = Codec.encodedInner(value);
      payload.handles().forEach(out::note);
      encoded.put(name, payload.body());
    } catch (KappaException e) {
      // what can't be stored is left out
    }
  }

  /** {@return the message as its base has it, if it is not the one that it tells} */
  static @Nullable String baseMessage(Map<String, @Nullable Object> fields) {
    return fields.get(BASE_MESSAGE) instanceof String message ? message : null;
  }

  /** {@return what a constructor of its base was given; may be empty} */
  static List<@Nullable Object> baseArguments(Map<String, @Nullable Object> fields) {
    return fields.get(BASE_ARGUMENTS) instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }

  private static void decode(
      Decoder in, String name, byte[] body, Map<String, @Nullable Object> fields) {
    try (JsonParser parser = Cbor.parser(body)) {
      fields.put(name, new Decoder(parser, in.types(), in.accepted(), true).read());
    } catch (RuntimeException e) {
      fields.remove(name); // the failure itself matters more than one of its fields
    }
  }

  /** {@return whether exceptions of {@code type} hold more than a message and a cause} */
  static boolean hasOwn(Class<?> type) {
    return !of(type).isEmpty();
  }

  private static List<Field> of(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> each = type;
        each != null && ThrowableClasses.isApplications(each);
        each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        int unwanted = Modifier.STATIC | Modifier.TRANSIENT;
        if ((field.getModifiers() & unwanted) == 0 && !field.isSynthetic() && open(field)) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private static boolean open(Field field) {
    try {
      return field.trySetAccessible();
    } catch (InaccessibleObjectException | SecurityException e) {
      return false;
    }
  }
}
