package dev.kappa.codec.lambda;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lambdas' bodies of one class, read from its class file once. */
final class Bodies {
  private static final String PREFIX = "lambda$";

  private static final ClassValue<Bodies> CACHE =
      new ClassValue<>() {
        @Override
        protected Bodies computeValue(Class<?> type) {
          return read(type);
        }
      };

  private final String className;
  private final @Nullable Map<String, Body> bodies;
  private final String problem;

  private Bodies(String className, @Nullable Map<String, Body> bodies, String problem) {
    this.className = className;
    this.bodies = bodies;
    this.problem = problem;
  }

  private static Bodies read(Class<?> type) {
    try {
      return new Bodies(
          type.getName(), Fingerprints.bodies(type), "its class loader does not give it");
    } catch (IllegalArgumentException e) {
      String why = e.getMessage() + "; compile it with an older --release";
      return new Bodies(type.getName(), null, why);
    }
  }

  static Bodies of(Class<?> type) {
    return CACHE.get(type);
  }

  /** {@return whether {@code methodName} is the compiler's name for a lambda's body} */
  static boolean isBody(String methodName) {
    return methodName.startsWith(PREFIX);
  }

  /** {@return the name of the method that a body called {@code bodyName} is written in} */
  static String enclosingMethod(String bodyName) {
    if (!isBody(bodyName)) {
      return bodyName;
    }
    String rest = bodyName.substring(PREFIX.length());
    int end = rest.indexOf('$');
    return end < 0 ? rest : rest.substring(0, end);
  }

  /** {@return the body of that name} */
  Body get(String name) {
    Body body = readable().get(name);
    if (body == null) {
      throw unreadable();
    }
    return body;
  }

  /** {@return the body of that name if it can be found, else null} */
  @Nullable Body getIfKnown(String name) {
    return bodies == null ? null : bodies.get(name);
  }

  /**
   * {@return the body with that fingerprint, if possible that of this name; null if none has it}
   */
  @Nullable Body find(String name, byte[] fingerprint) {
    Body sameName = readable().get(name);
    if (sameName != null && Arrays.equals(sameName.fingerprint(), fingerprint)) {
      return sameName;
    }
    for (Body body : readable().values()) {
      if (Arrays.equals(body.fingerprint(), fingerprint)) {
        return body;
      }
    }
    return null;
  }

  private Map<String, Body> readable() {
    if (bodies == null) {
      throw unreadable();
    }
    return bodies;
  }

  private KappaException unreadable() {
    return new KappaException(
        ErrorCode.NOT_REBUILDABLE,
        "the class file of "
            + className
            + " can't be read ("
            + problem
            + "), so its lambdas can't be told apart");
  }
}
