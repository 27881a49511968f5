package dev.kappa.codec.lambda;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts lambdas together through their class's own {@code $deserializeLambda$}, and checks them. */
final class Rebuilding {
  private static final ClassValue<Method[]> FACTORIES =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          return factory(type);
        }
      };

  private Rebuilding() {}

  /** {@return the lambda that {@code data} describes} */
  static Object rebuild(LambdaRef ref, Class<?> capturing, SerializedLambda data) {
    Method[] factory = FACTORIES.get(capturing);
    if (factory.length == 0) {
      throw ref.changed("class " + capturing.getName() + " has no serializable lambdas now");
    }
    Object lambda = invoke(ref, factory[0], data);
    check(ref, data, lambda);
    return lambda;
  }

  /**
   * The compiler's code does not look at all of what it is given: two method references to one
   * inherited method can come back as the first. So the result is taken apart again and compared.
   */
  private static void check(LambdaRef ref, SerializedLambda wanted, Object lambda) {
    LambdaParts parts = LambdaParts.of(lambda);
    if (parts != null && isSame(wanted, parts.data())) {
      return;
    }
    throw new KappaException(
        ErrorCode.NOT_REBUILDABLE,
        ref.describe()
            + " comes back as another one"
            + (parts == null ? "" : ": wanted " + type(wanted) + ", got " + type(parts.data()))
            + ". Two method references to one inherited method in one class are mixed up by the"
            + " compiler: write a lambda x -> x.method() instead");
  }

  static boolean isSame(SerializedLambda a, SerializedLambda b) {
    return a.getImplMethodName().equals(b.getImplMethodName())
        && a.getImplMethodSignature().equals(b.getImplMethodSignature())
        && a.getImplClass().equals(b.getImplClass())
        && a.getImplMethodKind() == b.getImplMethodKind()
        && a.getInstantiatedMethodType().equals(b.getInstantiatedMethodType())
        && a.getFunctionalInterfaceClass().equals(b.getFunctionalInterfaceClass());
  }

  private static String type(SerializedLambda data) {
    return data.getImplClass().replace('/', '.')
        + "::"
        + data.getImplMethodName()
        + data.getInstantiatedMethodType();
  }

  private static Object invoke(LambdaRef ref, Method factory, SerializedLambda data) {
    try {
      Object lambda = factory.invoke(null, data);
      if (lambda != null) {
        return lambda;
      }
    } catch (InvocationTargetException e) {
      throw failed(ref, data, e.getCause());
    } catch (IllegalAccessException e) {
      throw failed(ref, data, e);
    }
    throw ref.changed("nothing in the class makes it");
  }

  private static KappaException failed(
      LambdaRef ref, SerializedLambda data, @Nullable Throwable cause) {
    if (cause instanceof ClassCastException || cause instanceof NullPointerException) {
      return misfit(ref, data, cause);
    }
    if (cause instanceof IllegalArgumentException) {
      return ref.changed("no such method, signature or functional interface is in the class");
    }
    return new KappaException(
        ErrorCode.NOT_DECODABLE, ref.describe() + " can't be put together: " + cause, cause);
  }

  private static KappaException misfit(LambdaRef ref, SerializedLambda data, Throwable cause) {
    StringBuilder got = new StringBuilder();
    for (int i = 0; i < data.getCapturedArgCount(); i++) {
      Object value = data.getCapturedArg(i);
      got.append(i == 0 ? "" : ", ").append(value == null ? "null" : value.getClass().getName());
    }
    List<String> wanted = Signatures.parameters(data.getImplMethodSignature());
    return new KappaException(
        ErrorCode.NOT_DECODABLE,
        "the captured values of "
            + ref.describe()
            + " don't fit it now: "
            + got
            + " (expected: "
            + wanted
            + "). Capture interfaces such as List, not classes",
        cause);
  }

  private static Method[] factory(Class<?> type) {
    try {
      Method method = type.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      return method.trySetAccessible() ? new Method[] {method} : new Method[0];
    } catch (NoSuchMethodException e) {
      return new Method[0];
    }
  }
}
