package dev.kappa.lambda;

import dev.kappa.codec.Encodable;
import dev.kappa.codec.NotEncodableException;
import dev.kappa.codec.lambda.LambdaParts;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Checks lambdas where they are given, so that an error points at the code that wrote them and not
 * at a checkpoint hours later.
 */
public final class Lambdas {
  private static final ClassValue<LambdaCheck> CHECKS =
      new ClassValue<>() {
        @Override
        protected LambdaCheck computeValue(Class<?> type) {
          return new LambdaCheck();
        }
      };

  private Lambdas() {}

  /**
   * {@return {@code lambda}, which can be stored as far as can be told without storing it} Some
   * hundred nanoseconds once the lambda's class is known. A record or an enum constant that
   * implements the interface passes, too.
   *
   * @param where begins the text of an error, such as {@code step 'charge'}
   * @throws NotEncodableException if it is no lambda, or captures what certainly can't be stored
   * @throws KappaException with {@link ErrorCode#NOT_REBUILDABLE} if it does not come back as it
   *     is, with {@link ErrorCode#INVALID_ARGUMENT} if it is null
   */
  public static <F extends Serializable> F check(String where, @Nullable F lambda) {
    if (lambda == null) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT, where + ": null (expected: a lambda or method reference)");
    }
    CHECKS.get(lambda.getClass()).check(where, lambda);
    return lambda;
  }

  /** {@return where {@code lambda} is written, such as {@code Hello.greet (Hello.java:12)}} */
  public static String describe(Serializable lambda) {
    LambdaParts parts = LambdaParts.of(lambda);
    return parts == null ? lambda.getClass().getTypeName() : parts.describe();
  }

  /** {@return the text for a value that can't be stored} */
  static NotEncodableException refused(String where, String what, Class<?> type, String fix) {
    return new NotEncodableException(
        where + ": " + what + " can't be stored: it is a " + type.getTypeName() + ". " + fix);
  }

  static String problem(Class<?> type) {
    String problem = Encodable.problem(type);
    return problem == null ? "" : problem;
  }
}
