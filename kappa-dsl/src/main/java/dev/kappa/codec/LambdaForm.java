package dev.kappa.codec;

import dev.kappa.codec.lambda.LambdaParts;
import dev.kappa.codec.lambda.LambdaRef;
import dev.kappa.codec.lambda.WellKnown;
import dev.kappa.error.KappaException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serializable lambdas and method references: what {@code SerializedLambda} knows, made small, and
 * what was captured.
 */
record LambdaForm() implements Form {
  static boolean isLambda(Class<?> type) {
    return RefusedForm.isLambdaClass(type) && Serializable.class.isAssignableFrom(type);
  }

  @Override
  public void write(Encoder out, Object value) {
    LambdaParts parts = LambdaParts.of(value);
    if (parts == null) {
      throw out.refused(value.getClass(), RefusedForm.of(value.getClass()).fix());
    }
    LambdaRef ref = reference(out, value, parts);
    @Nullable Object[] captured = parts.captured(value);
    out.open(Tag.LAMBDA, 9 + captured.length);
    out.name(ref.capturingClass());
    out.ascii(ref.otherImplClass());
    functionalInterface(out, ref.functionalInterface());
    out.number(ref.kind());
    boolean byBody = out.isIdentity() && ref.isByBody();
    out.ascii(byBody ? null : ref.storedMethod());
    out.ascii(ref.signature());
    out.ascii(ref.otherInstantiatedType());
    fingerprint(out, ref.fingerprint());
    source(out, ref);
    for (int i = 0; i < captured.length; i++) {
      out.at(i);
      out.write(captured[i]);
    }
    out.close();
  }

  /** The file is mostly that of the class's name: then the line says all. */
  private static void source(Encoder out, LambdaRef ref) {
    int line = ref.line();
    if (out.isIdentity() || line < 0) {
      out.ascii(out.isIdentity() ? null : ref.source());
    } else {
      out.number(line);
    }
  }

  private static @Nullable String source(String capturingClass, @Nullable Object stored) {
    if (stored instanceof Integer line) {
      return LambdaRef.source(capturingClass, line);
    }
    if (stored == null || stored instanceof String) {
      return (String) stored;
    }
    throw Decoder.malformed("a lambda's line " + stored);
  }

  private static LambdaRef reference(Encoder out, Object value, LambdaParts parts) {
    try {
      return parts.reference();
    } catch (KappaException e) {
      throw out.refused(value.getClass(), e.getMessage() + ".", e);
    }
  }

  private static void functionalInterface(Encoder out, String functionalInterface) {
    int number = WellKnown.number(functionalInterface);
    if (number >= 0) {
      out.number(number);
    } else {
      out.ascii(functionalInterface);
    }
  }

  private static void fingerprint(Encoder out, byte @Nullable [] fingerprint) {
    if (fingerprint == null) {
      out.writeNull();
    } else {
      out.bytes(fingerprint);
    }
  }

  static Object read(Decoder in) {
    Class<?> capturing = in.type();
    String implClass = in.textOrNull();
    String functionalInterface = functionalInterface(in.readPresent());
    LambdaRef ref =
        new LambdaRef(
            capturing.getName(),
            implClass,
            functionalInterface,
            in.integer(),
            in.text(),
            in.textOrNull(),
            in.textOrNull(),
            in.bytesOrNull(),
            source(capturing.getName(), in.read()));
    List<@Nullable Object> captured = new ArrayList<>(4);
    while (!in.atEnd()) {
      captured.add(in.read());
    }
    byte[] fingerprint = ref.fingerprint();
    return ref.rebuild(
        capturing,
        fingerprint == null ? List.of() : in.accepted().of(capturing.getName(), fingerprint),
        captured.toArray());
  }

  private static String functionalInterface(Object stored) {
    if (stored instanceof String name) {
      return name;
    }
    String known = stored instanceof Integer number ? WellKnown.functionalInterface(number) : null;
    if (known == null) {
      throw Decoder.malformed("functional interface " + stored);
    }
    return known;
  }
}
