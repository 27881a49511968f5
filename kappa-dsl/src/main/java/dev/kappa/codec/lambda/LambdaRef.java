package dev.kappa.codec.lambda;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names a lambda or a method reference in stored bytes. A method reference is bound by name and
 * signature, so the method's body may be edited. A lambda's body is bound by its fingerprint, since
 * the compiler numbers bodies and an edit can give a number to another one.
 *
 * @param capturingClass the class in whose code it is written
 * @param otherImplClass the method's class, if it is another; as {@code a/b/C}
 * @param functionalInterface as {@code class method signature}
 * @param kind how the method is called, as {@code MethodHandleInfo} numbers it
 * @param method the method's name; for a lambda that was stored, the method that it is written in
 * @param signature the method's descriptor; null for a lambda
 * @param otherInstantiatedType the type that it is used at, if the signature does not tell
 * @param fingerprint of a lambda's body; for a reference to a method of a local or anonymous class,
 *     of that class; else null
 * @param source file and line, such as {@code Hello.java:12}, if known
 */
public record LambdaRef(
    String capturingClass,
    @Nullable String otherImplClass,
    String functionalInterface,
    int kind,
    String method,
    @Nullable String signature,
    @Nullable String otherInstantiatedType,
    byte @Nullable [] fingerprint,
    @Nullable String source) {

  static LambdaRef of(LambdaParts parts, SerializedLambda data) {
    boolean own = data.getImplClass().equals(data.getCapturingClass());
    boolean body = own && Bodies.isBody(data.getImplMethodName());
    boolean numbered = !body && Numbered.isClass(data.getImplClass());
    Bodies bodies = body || numbered ? Bodies.of(parts.capturingClass()) : null;
    Body code = bodies == null || !body ? null : bodies.get(data.getImplMethodName());
    String instantiated = data.getInstantiatedMethodType();
    boolean derived = instantiated.equals(LambdaParts.derivedType(data, data.getImplMethodKind()));
    return new LambdaRef(
        parts.capturingClass().getName(),
        own ? null : data.getImplClass(),
        LambdaParts.functionalInterface(data),
        data.getImplMethodKind(),
        data.getImplMethodName(),
        code == null ? data.getImplMethodSignature() : null,
        derived ? null : instantiated,
        fingerprint(bodies, code, data.getImplClass()),
        code == null ? null : code.source());
  }

  private static byte @Nullable [] fingerprint(
      @Nullable Bodies bodies, @Nullable Body body, String implClass) {
    if (body != null) {
      return body.fingerprint();
    }
    if (bodies == null) {
      return null;
    }
    byte[] ofClass = bodies.ofClass(implClass);
    if (ofClass == null) {
      throw new KappaException(
          ErrorCode.NOT_REBUILDABLE,
          "the class file of %s can't be read, so an edit of it could not be told; declare the class in a file's top level"
              .formatted(implClass.replace('/', '.')));
    }
    return ofClass;
  }

  /**
   * {@return what is stored as {@link #method}} A lambda's own name is made of numbers, which mean
   * nothing in another version of the code.
   */
  public String storedMethod() {
    return isByBody() ? Bodies.enclosingMethod(method) : method;
  }

  /** {@return the line, if {@link #source} is one in the file of the class's name, else -1} */
  public int line() {
    String file = file(capturingClass) + ":";
    return source != null && source.startsWith(file)
        ? Integer.parseInt(source.substring(file.length()))
        : -1;
  }

  /** {@return the {@link #source} of which {@link #line} is known} */
  public static String source(String capturingClass, int line) {
    return file(capturingClass) + ":" + line;
  }

  private static String file(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    int inner = simple.indexOf('$');
    return (inner < 0 ? simple : simple.substring(0, inner)) + ".java";
  }

  /** {@return whether it is bound by its body, not by name} */
  public boolean isByBody() {
    return signature == null;
  }

  /**
   * Puts the lambda together again.
   *
   * @param capturing the class called {@link #capturingClass}
   * @param accepted fingerprints of bodies that stand for this one if it is not in the code any
   *     more, the first one first
   * @param captured what it has captured
   * @throws KappaException with {@link ErrorCode#CODE_CHANGED} if it is not in the code any more,
   *     {@link ErrorCode#NOT_REBUILDABLE} if it does not come back as it was, {@link
   *     ErrorCode#NOT_DECODABLE} if a captured value does not fit
   */
  public Object rebuild(Class<?> capturing, List<byte[]> accepted, @Nullable Object[] captured) {
    if (fingerprint != null && signature == null) {
      List<Body> bodies = bodies(Bodies.of(capturing), fingerprint, accepted);
      return rebuildByBody(capturing, bodies, captured);
    }
    if (signature == null || (otherImplClass == null && Bodies.isBody(method))) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE, "stored lambda " + describe() + " has no fingerprint");
    }
    if (fingerprint != null) {
      requireSameClass(capturing, fingerprint);
    }
    return Rebuilding.rebuild(this, capturing, data(capturing, method, signature, captured));
  }

  private List<Body> bodies(Bodies bodies, byte[] wanted, List<byte[]> accepted) {
    List<Body> found = bodies.find(method, wanted);
    for (int i = 0; i < accepted.size() && found.isEmpty(); i++) {
      found = bodies.find(method, accepted.get(i));
    }
    return found;
  }

  private Object rebuildByBody(Class<?> capturing, List<Body> bodies, @Nullable Object[] captured) {
    KappaException refusal = changed("its body was edited or removed");
    for (Body body : bodies) {
      try {
        return Rebuilding.rebuild(
            this, capturing, data(capturing, body.name(), body.signature(), captured));
      } catch (KappaException e) {
        if (e.code() != ErrorCode.CODE_CHANGED) {
          throw e;
        }
        refusal = e;
      }
    }
    throw refusal;
  }

  private void requireSameClass(Class<?> capturing, byte[] wanted) {
    if (!Arrays.equals(Bodies.of(capturing).ofClass(implClass()), wanted)) {
      throw changed(
          "the local or anonymous class "
              + implClass().replace('/', '.')
              + " was edited or removed, or another class has its number now");
    }
  }

  /** {@return the class that has the method, as {@code a/b/C}} */
  private String implClass() {
    return otherImplClass == null ? capturingClass.replace('.', '/') : otherImplClass;
  }

  private SerializedLambda data(
      Class<?> capturing, String name, String signature, @Nullable Object[] captured) {
    String[] type = functionalInterface.split(" ", 3);
    if (type.length != 3) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE, "stored lambda: functional interface " + functionalInterface);
    }
    boolean isStatic = kind == MethodHandleInfo.REF_invokeStatic;
    String instantiated =
        otherInstantiatedType == null
            ? LambdaParts.derivedType(signature, captured.length, isStatic)
            : otherInstantiatedType;
    return new SerializedLambda(
        capturing,
        type[0],
        type[1],
        type[2],
        kind,
        implClass(),
        name,
        signature,
        instantiated,
        captured);
  }

  KappaException changed(String how) {
    return new KappaException(
        ErrorCode.CODE_CHANGED,
        "the stored "
            + describe()
            + " is not in the application's code any more: "
            + how
            + ". Run the task on the version that stored it, bring the code back, or accept the new code with kappa accept; bodies that"
            + " should stay editable belong into named methods, used as method references");
  }

  /** {@return such as {@code lambda of Hello.greet (was at Hello.java:12)}} */
  String describe() {
    String at = source == null ? "" : " (was at " + source + ")";
    if (signature != null || fingerprint == null) {
      return "method reference "
          + implClass().replace('/', '.')
          + "::"
          + method
          + " of "
          + capturingClass
          + at;
    }
    return "lambda of " + capturingClass + "." + Bodies.enclosingMethod(method) + at;
  }
}
