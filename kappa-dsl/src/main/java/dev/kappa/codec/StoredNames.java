package dev.kappa.codec;

import dev.kappa.codec.lambda.LambdaRef;
import dev.kappa.codec.lambda.WellKnown;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what stored bytes name of an application's code, and nothing else. No class is loaded, no
 * value is built.
 */
public final class StoredNames {
  private final JsonParser in;
  private final Visitor visitor;
  private final List<String> names = new ArrayList<>(4);

  private StoredNames(JsonParser in, Visitor visitor) {
    this.in = in;
    this.visitor = visitor;
  }

  /** Is told what is named. */
  public interface Visitor {
    /**
     * A lambda or a method reference.
     *
     * @param captured how many values it has captured
     */
    void lambda(LambdaRef lambda, int captured);

    /**
     * A record of a class of the user's.
     *
     * @param shape a number that changes with the names and types of its components
     */
    void record(String className, int shape);

    /** A constant of an enum, unless the component that holds it says which enum it is. */
    void constant(String className, String name);
  }

  /**
   * Tells {@code visitor} what an encoded value names.
   *
   * @throws KappaException with {@link ErrorCode#NOT_DECODABLE} if it is no encoded value
   */
  public static void visit(byte[] body, Visitor visitor) {
    if (body.length == 0) {
      return;
    }
    try (JsonParser in = Cbor.parser(body)) {
      new StoredNames(in, visitor).value(in.nextToken());
    } catch (JacksonException e) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE, "stored value can't be read: " + e.getOriginalMessage(), e);
    }
  }

  private void value(@Nullable JsonToken token) {
    if (token == null) {
      throw Decoder.malformed("ends too early");
    }
    if (token != JsonToken.START_ARRAY) {
      return;
    }
    in.nextToken();
    switch (in.getIntValue()) {
      case Tag.RECORD -> record();
      case Tag.LAMBDA -> lambda();
      case Tag.ENUM -> constant();
      case Tag.THROWABLE -> throwable();
      case Tag.ARRAY -> {
        name();
        rest();
      }
      default -> rest();
    }
  }

  /** Reads up to the end of the present tagged value. {@return how many parts there were} */
  private int rest() {
    int parts = 0;
    JsonToken token = in.nextToken();
    while (token != JsonToken.END_ARRAY) {
      value(token);
      parts++;
      token = in.nextToken();
    }
    return parts;
  }

  private void record() {
    JsonToken token = in.nextToken();
    boolean first = token == JsonToken.VALUE_STRING;
    String name = name(token);
    if (first && !Aliases.isAlias(name)) {
      in.nextToken();
      visitor.record(name, in.getIntValue());
    }
    rest();
  }

  private void constant() {
    String name = name();
    String constant = text();
    if (!Aliases.isAlias(name)) {
      visitor.constant(name, constant == null ? "" : constant);
    }
    rest();
  }

  private void lambda() {
    String capturing = name();
    String implClass = text();
    String functionalInterface = functionalInterface();
    in.nextToken();
    int kind = in.getIntValue();
    String method = text();
    String signature = text();
    String instantiated = text();
    byte[] fingerprint =
        in.nextToken() == JsonToken.VALUE_EMBEDDED_OBJECT ? in.getBinaryValue() : null;
    LambdaRef ref =
        new LambdaRef(
            capturing,
            implClass,
            functionalInterface,
            kind,
            method == null ? "" : method,
            signature,
            instantiated,
            fingerprint,
            source(capturing));
    visitor.lambda(ref, rest());
  }

  private @Nullable String source(String capturing) {
    JsonToken token = in.nextToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return LambdaRef.source(capturing, in.getIntValue());
    }
    return text(token);
  }

  private String functionalInterface() {
    JsonToken token = in.nextToken();
    String name =
        token == JsonToken.VALUE_STRING
            ? in.getString()
            : WellKnown.functionalInterface(in.getIntValue());
    return name == null ? "" : name;
  }

  private void throwable() {
    name();
    // Code, message, cause, suppressed ones, fields.
    for (int i = 0; i < 5; i++) {
      value(in.nextToken());
    }
    JsonToken token = in.nextToken();
    while (token != JsonToken.END_ARRAY) {
      name(token);
      text();
      text();
      in.nextToken();
      token = in.nextToken();
    }
  }

  private String name() {
    return name(in.nextToken());
  }

  private String name(@Nullable JsonToken token) {
    if (token == JsonToken.VALUE_STRING) {
      names.add(in.getString());
      return names.getLast();
    }
    int number = in.getIntValue();
    if (number < 0 || number >= names.size()) {
      throw Decoder.malformed("name number " + number + " (expected: below " + names.size() + ")");
    }
    return names.get(number);
  }

  /** {@return the next part, if it is a plain text, else null} */
  private @Nullable String text() {
    return text(in.nextToken());
  }

  private @Nullable String text(@Nullable JsonToken token) {
    if (token == JsonToken.VALUE_STRING) {
      return in.getString();
    }
    value(token);
    return null;
  }
}
