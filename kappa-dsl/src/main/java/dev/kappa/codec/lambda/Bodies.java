package dev.kappa.codec.lambda;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lambdas' bodies of one class: those of its table, or read from its class file; once in either
 * case.
 */
final class Bodies {
  private static final String PREFIX = "lambda$";

  private static final ClassValue<Bodies> CACHE =
      new ClassValue<>() {
        @Override
        protected Bodies computeValue(Class<?> type) {
          return read(type);
        }
      };

  private final ClassText.ClassFiles files;
  private final String className;
  private final @Nullable Map<String, Body> bodies;
  private final String problem;

  private Bodies(
      ClassText.ClassFiles files,
      String className,
      @Nullable Map<String, Body> bodies,
      String problem) {
    this.files = files;
    this.className = className;
    this.bodies = bodies;
    this.problem = problem;
  }

  private static Bodies read(Class<?> type) {
    return read(ClassText.ClassFiles.of(type.getClassLoader()), type.getName());
  }

  /**
   * {@return those of the class {@code className}, such as {@code a.b.C}, found in {@code files}}
   */
  static Bodies read(ClassText.ClassFiles files, String className) {
    String file = className.replace('.', '/');
    Map<String, Body> table = StepTable.read(files, file);
    try {
      Map<String, Body> bodies = table == null ? Fingerprints.bodies(files, file) : table;
      return new Bodies(files, className, bodies, "its class loader does not give it");
    } catch (IllegalArgumentException e) {
      String why = e.getMessage() + "; compile it with an older --release";
      return new Bodies(files, className, null, why);
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

  /** {@return all bodies; none if the class file can't be read} */
  Collection<Body> all() {
    return bodies == null ? List.of() : bodies.values();
  }

  /** {@return the body of that name if it can be found, else null} */
  @Nullable Body getIfKnown(String name) {
    return bodies == null ? null : bodies.get(name);
  }

  /**
   * {@return the bodies with that fingerprint, that of this name first} Equal ones can be written
   * for several functional interfaces.
   */
  List<Body> find(String name, byte[] fingerprint) {
    List<Body> found = new ArrayList<>(2);
    for (Body body : readable().values()) {
      if (Arrays.equals(body.fingerprint(), fingerprint)) {
        found.add(body.name().equals(name) ? 0 : found.size(), body);
      }
    }
    return found;
  }

  /** {@return the fingerprint of {@code implClass} as a whole; null if it can't be read} */
  byte @Nullable [] ofClass(String implClass) {
    return Fingerprints.ofClass(files, implClass);
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
