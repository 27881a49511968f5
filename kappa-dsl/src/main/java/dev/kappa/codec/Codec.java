package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Rebinding;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Turns values of the user's into bytes and back. A closed set of kinds is known: null, primitives
 * and their boxes, strings, big numbers, byte and other arrays, lists, sets, maps with any keys,
 * optionals, enums, records by their components, {@code java.time}, UUID, URI and the like, Vavr's
 * values and strict collections, exceptions, serializable lambdas, and handles of tasks and
 * channels. Anything else is refused with an error that says where it is and what to do.
 *
 * <p>Collections come back as ordinary ones that keep nulls and order: a list as an {@code
 * ArrayList} (a {@code LinkedList} and an {@code ArrayDeque} as such), a set as a {@code
 * LinkedHashSet}, a map as a {@code LinkedHashMap}, one sorted in natural order as a {@code
 * TreeSet} or {@code TreeMap}, a concurrent map as a {@code ConcurrentHashMap}. Two references to
 * one object come back as two equal objects.
 *
 * <p>Limits: 500 levels of nesting, 64 MiB. Java's native serialization is never used on bytes.
 * Classes are named in the bytes only for records, enums, exceptions, lambdas and array components,
 * and a name is checked before its class is loaded. Safe for use by many threads.
 */
public final class Codec {
  private final TypeNames types;
  private final Accepted accepted;

  private Codec(TypeNames types, Accepted accepted) {
    this.types = types;
    this.accepted = accepted;
  }

  /** {@return a codec that finds classes through {@code loader}} */
  public static Codec of(ClassLoader loader) {
    return new Codec(new TypeNames(loader), Accepted.NONE);
  }

  /** {@return this, but for lambdas that are not in the code any more: others stand for them} */
  public Codec accepting(List<Rebinding> rebindings) {
    return rebindings.isEmpty() ? this : new Codec(types, new Accepted(rebindings));
  }

  /**
   * {@return {@code value} as bytes}
   *
   * @throws NotEncodableException if the value, or a part of it, can't be stored
   * @throws KappaException with {@link ErrorCode#PAYLOAD_TOO_LARGE} above the limit of bytes
   */
  public Payload encode(@Nullable Object value) {
    return encoded(value, null, Purpose.STORE);
  }

  /**
   * {@return {@code value} as bytes}
   *
   * @param where begins the text of an error, such as {@code the result of step 'charge'}
   * @throws NotEncodableException if the value, or a part of it, can't be stored
   * @throws KappaException with {@link ErrorCode#PAYLOAD_TOO_LARGE} above the limit of bytes
   */
  public Payload encode(@Nullable Object value, String where) {
    return encoded(value, where, Purpose.STORE);
  }

  /**
   * {@return bytes that tell {@code value} from others, not to be read again} A lambda's are the
   * same after an edit that moves or renumbers it.
   *
   * @param where begins the text of an error
   * @throws NotEncodableException if the value, or a part of it, can't be stored
   */
  public byte[] identity(@Nullable Object value, String where) {
    return encoded(value, where, Purpose.IDENTITY).body();
  }

  /**
   * {@return the value that {@code payload} holds}
   *
   * @throws KappaException with {@link ErrorCode#NOT_DECODABLE} if the bytes don't fit the present
   *     classes, {@link ErrorCode#CODE_CHANGED} if a lambda is not in the code any more, {@link
   *     ErrorCode#NOT_REBUILDABLE} if one does not come back as it was
   */
  public @Nullable Object decode(Payload payload) {
    if (payload.size() == 0) {
      return null;
    }
    try {
      return DeepStack.call(() -> decoded(payload));
    } catch (KappaException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      String why = e instanceof JacksonException j ? j.getOriginalMessage() : e.toString();
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "stored value can't be read: "
              + why
              + ". It does not fit the application's present classes, or is damaged",
          e);
    }
  }

  private @Nullable Object decoded(Payload payload) {
    try (JsonParser in = Cbor.parser(payload.body())) {
      Object value = new Decoder(in, types, accepted, false).read();
      if (in.nextToken() != null) {
        throw Decoder.malformed("bytes after its end");
      }
      return value;
    }
  }

  /**
   * {@return the value that {@code payload} holds, which must be a {@code type}}
   *
   * @throws KappaException as {@link #decode(Payload)}, and with {@link ErrorCode#NOT_DECODABLE} if
   *     it is null or of another type
   */
  public <T> T decode(Payload payload, Class<T> type) {
    Object value = decode(payload);
    if (value == null || !type.isInstance(value)) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "stored value: "
              + (value == null ? "null" : "a " + value.getClass().getName())
              + " (expected: a "
              + type.getName()
              + ")");
    }
    return type.cast(value);
  }

  /**
   * {@return an exception of the class named {@code type} with that message; null if the class is
   * not at hand, has fields of its own, which a message does not tell, or can't be built so}
   */
  public @Nullable Throwable error(String type, ErrorCode code, String message) {
    Class<?> found = types.loadIfPossible(type);
    if (found == null
        || !Throwable.class.isAssignableFrom(found)
        || ThrowableFields.hasOwn(found)) {
      return null;
    }
    Class<? extends Throwable> thrown = found.asSubclass(Throwable.class);
    Throwable built = new ThrowableBuilder(code, message, null, List.of()).build(thrown);
    return built != null && message.equals(ThrowableClasses.told(built)) ? built : null;
  }

  /** {@return a field of an exception as bytes of its own} */
  static Payload encodedInner(Object value) {
    return encoded(value, null, Purpose.FIELD);
  }

  private static Payload encoded(@Nullable Object value, @Nullable String where, Purpose purpose) {
    return value == null ? Payload.NONE : DeepStack.call(() -> encodedValue(value, where, purpose));
  }

  private static Payload encodedValue(Object value, @Nullable String where, Purpose purpose) {
    Chunks bytes = new Chunks();
    Encoder encoder;
    try (JsonGenerator out = Cbor.generator(bytes)) {
      encoder = new Encoder(out, where, purpose);
      encoder.write(value);
    } catch (JacksonException | ConcurrentModificationException e) {
      String why = e instanceof JacksonException j ? j.getOriginalMessage() : e.toString();
      throw new NotEncodableException(
          (where == null ? "the value" : where)
              + " can't be stored: "
              + why
              + ". Was it changed meanwhile by another thread?",
          e);
    }
    return new Payload(encoder.handles(), List.of(), bytes.result());
  }
}
