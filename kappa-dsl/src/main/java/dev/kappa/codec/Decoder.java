package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Handle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one value. A tagged value is read up to its end; what is left over is an error. */
final class Decoder {
  private final JsonParser in;
  private final TypeNames types;
  private final Accepted accepted;
  private final boolean inner;
  private final List<String> names = new ArrayList<>(4);
  private @Nullable Map<Class<?>, Migration> migrations;
  private @Nullable JsonToken peeked;
  private int depth;

  Decoder(JsonParser in, TypeNames types, Accepted accepted, boolean inner) {
    this.in = in;
    this.types = types;
    this.accepted = accepted;
    this.inner = inner;
  }

  /** {@return whether this reads a field of an exception, for itself} */
  boolean isInner() {
    return inner;
  }

  TypeNames types() {
    return types;
  }

  /** Says how values of {@code type} are read from now on. */
  void migrate(Class<?> type, Migration migration) {
    if (migrations == null) {
      migrations = new HashMap<>();
    }
    migrations.put(type, migration);
  }

  /** {@return how values of {@code type} are read; null if they are as they were} */
  @Nullable Migration migration(Class<?> type) {
    return migrations == null ? null : migrations.get(type);
  }

  Accepted accepted() {
    return accepted;
  }

  /** Reads a value of any type. */
  @Nullable Object read() {
    return value(next());
  }

  /** Reads a value that can't be null. */
  Object readPresent() {
    Object value = read();
    if (value == null) {
      throw malformed("null where a value is needed");
    }
    return value;
  }

  /** {@return whether the present tagged value has no more parts} */
  boolean atEnd() {
    return peek() == JsonToken.END_ARRAY;
  }

  /** Reads the start of a tagged value, which must have {@code tag}; false if it is null. */
  boolean open(int tag) {
    JsonToken token = next();
    if (token == JsonToken.VALUE_NULL) {
      return false;
    }
    if (token != JsonToken.START_ARRAY || integer() != tag) {
      throw malformed("another kind of value (expected: tag " + tag + ")");
    }
    enter();
    return true;
  }

  /** Reads the end of the present tagged value. */
  void close() {
    if (next() != JsonToken.END_ARRAY) {
      throw malformed("more parts than expected");
    }
    depth--;
  }

  int integer() {
    expect(next(), JsonToken.VALUE_NUMBER_INT);
    return in.getIntValue();
  }

  long number() {
    expect(next(), JsonToken.VALUE_NUMBER_INT);
    return in.getLongValue();
  }

  @Nullable Long numberOrNull() {
    if (peek() == JsonToken.VALUE_NULL) {
      next();
      return null;
    }
    return number();
  }

  byte[] bytes() {
    expect(next(), JsonToken.VALUE_EMBEDDED_OBJECT);
    return in.getBinaryValue();
  }

  byte @Nullable [] bytesOrNull() {
    if (peek() == JsonToken.VALUE_NULL) {
      next();
      return null;
    }
    return bytes();
  }

  String text() {
    String text = textOrNull();
    if (text == null) {
      throw malformed("null where a text is needed");
    }
    return text;
  }

  @Nullable String textOrNull() {
    Object value = read();
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw malformed("found a " + value.getClass().getName() + " (expected: a text)");
  }

  /** {@return whether a name that was not read before comes next} */
  boolean isNewName() {
    return peek() == JsonToken.VALUE_STRING;
  }

  /** Reads the name of a class. */
  String name() {
    if (peek() == JsonToken.VALUE_STRING) {
      String name = text();
      if (Text.hasLoneSurrogate(name)) {
        throw malformed("a name that has no UTF-8 form");
      }
      names.add(name);
      return name;
    }
    int number = integer();
    if (number < 0 || number >= names.size()) {
      throw malformed("name number " + number + " (expected: below " + names.size() + ")");
    }
    return names.get(number);
  }

  /** Reads the name of a class and loads it. */
  Class<?> type() {
    return types.load(name());
  }

  static KappaException malformed(String what) {
    return new KappaException(
        ErrorCode.NOT_DECODABLE,
        "stored value: " + what + "; it was stored by another version of Kappa, or is damaged");
  }

  private @Nullable Object value(@Nullable JsonToken token) {
    if (token == null) {
      throw malformed("ends too early");
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> in.getIntValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_STRING -> in.getString();
      case VALUE_EMBEDDED_OBJECT -> in.getBinaryValue();
      case START_ARRAY -> tagged();
      default -> throw malformed("unexpected " + token);
    };
  }

  private Object tagged() {
    enter();
    Object value = parts(integer());
    close();
    return value;
  }

  private Object parts(int tag) {
    return switch (tag) {
      case Tag.RECORD -> RecordForm.read(this);
      case Tag.LAMBDA -> LambdaForm.read(this);
      case Tag.ENUM -> EnumForm.read(this);
      case Tag.HANDLE -> new Handle(number(), number());
      case Tag.THROWABLE -> ThrowableForm.read(this);
      case Tag.LIST, Tag.SET, Tag.MAP -> CollectionForm.read(tag, this);
      case Tag.INSTANT, Tag.DURATION, Tag.LOCAL_DATE -> TimeForm.read(tag, this);
      case Tag.TUPLE, Tag.VAVR_OPTION, Tag.VAVR_LIST -> VavrForm.read(tag, this);
      default -> group(tag);
    };
  }

  private Object group(int tag) {
    if (tag < Tag.LOCAL_TIME) {
      return ScalarForm.read(tag, this);
    }
    if (tag < Tag.LINKED_LIST) {
      return TimeForm.read(tag, this);
    }
    if (tag < Tag.ARRAY) {
      return CollectionForm.read(tag, this);
    }
    return tag < Tag.EITHER ? ArrayForm.read(tag, this) : VavrForm.read(tag, this);
  }

  private void enter() {
    if (++depth > Limits.DEPTH + 1) {
      throw malformed("nested deeper than " + Limits.DEPTH + " levels");
    }
  }

  private @Nullable JsonToken peek() {
    if (peeked == null) {
      peeked = in.nextToken();
    }
    return peeked;
  }

  private @Nullable JsonToken next() {
    JsonToken token = peek();
    peeked = null;
    return token;
  }

  private static void expect(@Nullable JsonToken token, JsonToken expected) {
    if (token != expected) {
      throw malformed("found " + token + " (expected: " + expected + ")");
    }
  }
}
