package dev.kappa.check;

import dev.kappa.codec.Encodable;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.BaseStream;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * What to do instead of storing objects of a program's own classes. The codec is asked what it says
 * of a class of the same kind, so that both say the same.
 */
final class Fixes {
  /** For classes of the JDK that are of no kind that has a better one. */
  static final String OF_THE_JDK = said(Runtime.class);

  /** For lambdas of a type that is not serializable. */
  static final String OF_A_FUNCTION = said(((Runnable) () -> {}).getClass());

  static final String OF_A_LOGGER = "Make it a static field.";

  static final String OF_A_COLLECTION_VARIABLE =
      "Declare the variable as List, Set, Map or another interface: stored collections come back"
          + " as ordinary ones.";

  private static final Object ANONYMOUS = new Object() {};

  /** In the order in which the codec looks at them. */
  private static final List<Class<?>> KINDS =
      List.of(
          Thread.class,
          Executor.class,
          Future.class,
          Lock.class,
          ReadWriteLock.class,
          ClassLoader.class,
          BaseStream.class,
          Iterator.class,
          AutoCloseable.class,
          Collection.class,
          Map.class);

  private Fixes() {}

  /** {@return what to do instead of storing objects of the class {@code type}} */
  static String ofClass(Types types, TypeElement type) {
    String ofKind = ofKind(types, type);
    if (ofKind != null) {
      return ofKind;
    }
    boolean anonymous = type.getNestingKind() == NestingKind.ANONYMOUS;
    return said(anonymous ? ANONYMOUS.getClass() : Fixes.class);
  }

  /** {@return what to do, if {@code type} is of a kind that the codec knows} */
  static @Nullable String ofKind(Types types, TypeElement type) {
    for (Class<?> kind : KINDS) {
      if (types.is(type.asType(), kind.getName())) {
        return said(kind == Map.class ? Collection.class : kind);
      }
    }
    return null;
  }

  /** {@return the warning of a functional type whose lambdas can't be stored} */
  static Problem ofFunction(String what) {
    return new Problem(Fate.DOUBTFUL, what, OF_A_FUNCTION);
  }

  private static String said(Class<?> type) {
    String fix = Encodable.problem(type);
    return fix == null ? "" : fix;
  }
}
