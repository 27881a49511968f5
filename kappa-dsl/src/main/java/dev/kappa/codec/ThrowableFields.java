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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The fields that an application's exception adds. Each is encoded for itself: one that can't be
 * stored is left out, since a failure must always be reportable. An exception held in such a field
 * comes without its own fields, so there are no cycles.
 */
final class ThrowableFields {
  /** Their fields are stored in other ways. */
  private static final Set<Class<?>> KNOWN =
      Set.of(KappaException.class, RemoteException.class, NotEncodableException.class);

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

  /** Gives the fields their values, where the constructor did not. */
  static void restore(Throwable thrown, Map<String, @Nullable Object> values) {
    for (Field field : values.isEmpty() ? List.<Field>of() : of(thrown.getClass())) {
      Object value = values.get(field.getName());
      try {
        if (value != null && !Objects.equals(field.get(thrown), value)) {
          field.set(thrown, value);
        }
      } catch (IllegalAccessException | IllegalArgumentException e) {
        // the field has another type now: it keeps what the constructor gave it
      }
    }
  }

  private static Map<String, byte[]> encoded(Encoder out, Throwable thrown) {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    for (Field field : of(thrown.getClass())) {
      try {
        Object value = field.get(thrown);
        if (value != null) {
          Payload payload = Codec.encodedInner(value);
          payload.handles().forEach(out::note);
          encoded.putIfAbsent(field.getName(), payload.body());
        }
      } catch (KappaException | IllegalAccessException e) {
        // what can't be stored is left out
      }
    }
    return encoded;
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
    for (Class<?> each = type; each != null && isApplications(each); each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        int unwanted = Modifier.STATIC | Modifier.TRANSIENT;
        if ((field.getModifiers() & unwanted) == 0 && !field.isSynthetic() && open(field)) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private static boolean isApplications(Class<?> type) {
    return !KNOWN.contains(type) && Allowlist.verdict(type.getName()) == Allowlist.Verdict.ALLOWED;
  }

  private static boolean open(Field field) {
    try {
      return field.trySetAccessible();
    } catch (InaccessibleObjectException | SecurityException e) {
      return false;
    }
  }
}
