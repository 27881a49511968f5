package dev.kappa.upgrade;

import dev.kappa.codec.StoredNames;
import dev.kappa.codec.lambda.LambdaRef;
import dev.kappa.error.KappaException;
import java.lang.invoke.MethodHandleInfo;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * A piece of an application's code that a stored value holds by name.
 *
 * @param kind what it is
 * @param type the class in whose code a lambda is written, that has the method, or that is the
 *     record or enum; as {@code a.b.C}
 * @param name the compiler's name of the lambda's body, the method, the constant; empty for a
 *     record
 * @param signature a method's descriptor; for a lambda, that of its functional interface; else
 *     empty
 * @param fingerprint a lambda's, in hexadecimal digits; a record's shape; else empty
 * @param source where a lambda was written, such as {@code Hello.java:12}; empty if not known
 * @param captured how many values a lambda has captured, but for its {@code this}
 * @param member whether a lambda has a {@code this}
 * @param accepted fingerprints of bodies that stand for a lambda that is not there, the first first
 */
public record Held(
    Kind kind,
    String type,
    String name,
    String signature,
    String fingerprint,
    String source,
    int captured,
    boolean member,
    List<String> accepted) {
  /** Copies the list. */
  public Held {
    accepted = List.copyOf(accepted);
  }

  /** Of what nothing else stands for. */
  public Held(
      Kind kind,
      String type,
      String name,
      String signature,
      String fingerprint,
      String source,
      int captured,
      boolean member) {
    this(kind, type, name, signature, fingerprint, source, captured, member, List.of());
  }

  /** {@return this, for which others stand} */
  public Held accepting(List<String> fingerprints) {
    return new Held(
        kind, type, name, signature, fingerprint, source, captured, member, fingerprints);
  }

  /** What can be held. */
  public enum Kind {
    /** A lambda's body, bound by its fingerprint. */
    LAMBDA,
    /** A method, bound by name and signature. */
    METHOD,
    /** A record, bound by the names and types of its components. */
    RECORD,
    /** A constant of an enum, bound by name. */
    CONSTANT
  }

  /**
   * Gives all that an encoded value holds, once for each time.
   *
   * @param body a payload's
   * @throws KappaException with {@link dev.kappa.error.ErrorCode#NOT_DECODABLE} if it is no encoded
   *     value
   */
  public static void in(byte[] body, Consumer<Held> each) {
    StoredNames.visit(body, new Names(each));
  }

  private record Names(Consumer<Held> each) implements StoredNames.Visitor {
    @Override
    public void lambda(LambdaRef ref, int captured) {
      boolean member =
          captured > 0
              && ref.kind() != MethodHandleInfo.REF_invokeStatic
              && ref.kind() != MethodHandleInfo.REF_newInvokeSpecial;
      byte[] bytes = ref.fingerprint();
      String fingerprint = bytes == null ? "" : HexFormat.of().formatHex(bytes);
      String source = ref.source() == null ? "" : ref.source();
      String signature = ref.signature();
      if (signature == null) {
        String functional = ref.functionalInterface();
        each.accept(
            new Held(
                Kind.LAMBDA,
                ref.capturingClass(),
                ref.method(),
                functional.substring(functional.lastIndexOf(' ') + 1),
                fingerprint,
                source,
                member ? captured - 1 : captured,
                member));
        return;
      }
      String owner = ref.otherImplClass();
      String type = owner == null ? ref.capturingClass() : owner.replace('/', '.');
      each.accept(
          new Held(Kind.METHOD, type, ref.method(), signature, fingerprint, source, 0, false));
    }

    @Override
    public void record(String className, int shape) {
      String text = Integer.toHexString(shape);
      each.accept(new Held(Kind.RECORD, className, "", "", text, "", 0, false));
    }

    @Override
    public void constant(String className, String name) {
      each.accept(new Held(Kind.CONSTANT, className, name, "", "", "", 0, false));
    }
  }

  /** {@return what people call it} */
  public String title() {
    return switch (kind) {
      case LAMBDA ->
          "lambda of " + simple() + "." + method() + (source.isEmpty() ? "" : " (" + source + ")");
      case METHOD -> simple() + "::" + name;
      case RECORD -> "record " + simple();
      case CONSTANT -> simple() + "." + name;
    };
  }

  private String simple() {
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
  }

  private String method() {
    String rest = name.startsWith("lambda$") ? name.substring("lambda$".length()) : name;
    int end = rest.indexOf('$');
    return end < 0 ? rest : rest.substring(0, end);
  }
}
