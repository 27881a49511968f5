package dev.kappa.lambda;

import dev.kappa.codec.lambda.LambdaParts;
import dev.kappa.error.KappaException;
import java.io.Serializable;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found out about the lambdas of one class. */
final class LambdaCheck {
  /** Set once lambdas of this class are known to be fine but for what they capture. */
  private volatile boolean passed;

  void check(String where, Serializable lambda) {
    if (!passed) {
      checkClass(where, lambda);
      passed = true;
    }
    LambdaParts parts = LambdaParts.of(lambda);
    if (parts != null && parts.capturedCount() > 0) {
      checkCaptured(where, lambda, parts);
    }
  }

  private static void checkClass(String where, Serializable lambda) {
    LambdaParts parts = LambdaParts.of(lambda);
    if (parts == null) {
      checkObject(where, lambda.getClass());
      return;
    }
    for (int i = 0; i < parts.capturedCount(); i++) {
      checkDeclared(where, parts, i);
    }
    try {
      parts.checkRebuilds();
    } catch (KappaException e) {
      throw new KappaException(e.code(), where + ": " + e.getMessage(), e);
    }
  }

  /** A record or an enum constant may implement the interface; other objects may not. */
  private static void checkObject(String where, Class<?> type) {
    String problem = Lambdas.problem(type);
    if (!problem.isEmpty()) {
      throw Lambdas.refused(where, "the function", type, problem);
    }
  }

  /** Collections come back as ordinary ones: a variable of a certain class may not hold them. */
  private static void checkDeclared(String where, LambdaParts parts, int index) {
    String descriptor = parts.capturedType(index);
    if (!descriptor.startsWith("Ljava/util/")) {
      return;
    }
    Class<?> declared = load(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
    if (declared != null && isConcreteCollection(declared)) {
      throw Lambdas.refused(
          where,
          parts.describeCaptured(index),
          declared,
          "Declare the variable as List, Set, Map or another interface: stored collections come"
              + " back as ordinary ones.");
    }
  }

  private static boolean isConcreteCollection(Class<?> declared) {
    return !declared.isInterface()
        && (Collection.class.isAssignableFrom(declared) || Map.class.isAssignableFrom(declared));
  }

  private static @Nullable Class<?> load(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static void checkCaptured(String where, Serializable lambda, LambdaParts parts) {
    @Nullable Object[] captured = parts.captured(lambda);
    for (int i = 0; i < captured.length; i++) {
      Object value = captured[i];
      String problem = value == null ? "" : Lambdas.problem(value.getClass());
      if (value != null && !problem.isEmpty()) {
        throw Lambdas.refused(where, parts.describeCaptured(i), value.getClass(), problem);
      }
    }
  }
}
