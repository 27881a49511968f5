package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds an exception again. The constructors that an application has written are not run, for
 * nobody knows what they were given: what they made of it is in the message and in the fields. The
 * base is built through the constructor that gives it back most like it was.
 *
 * @param message as the base has it
 * @param arguments of a constructor of the base; may be empty
 */
record ThrowableBuilder(
    @Nullable ErrorCode code,
    @Nullable String message,
    @Nullable Throwable cause,
    List<@Nullable Object> arguments) {

  private static final Set<Class<?>> GENERAL =
      Set.of(Object.class, Throwable.class, Exception.class, RuntimeException.class, Error.class);

  /** What a constructor takes, the best first. */
  private enum Shape {
    ARGUMENTS,
    CODE_MESSAGE_CAUSE,
    CODE_MESSAGE,
    MESSAGE_CAUSE,
    MESSAGE,
    NOTHING,
    CAUSE
  }

  /**
   * {@return an exception of that class, without what its fields hold; null if it can't be built}
   * The message may differ if no constructor of the base is given it.
   */
  @Nullable Throwable build(Class<? extends Throwable> type) {
    boolean unknownCode = code == null && KappaException.class.isAssignableFrom(type);
    if (Modifier.isAbstract(type.getModifiers()) || unknownCode) {
      return null;
    }
    Class<?> base = ThrowableClasses.base(type);
    Throwable best = null;
    for (Shape shape : Shape.values()) {
      for (Constructor<?> constructor : base.getDeclaredConstructors()) {
        Throwable built = fits(shape, constructor) ? tried(shape, type, constructor) : null;
        if (built != null && isExact(built)) {
          return built;
        }
        best = best == null ? built : best;
      }
    }
    Throwable bare = bare(type);
    return bare != null && isExact(bare) ? bare : best;
  }

  /**
   * {@return the same; if no constructor of a class of the JDK gives the message back, one of the
   * class that it extends} So whoever recovers from that one sees it. Null if that is one of which
   * most exceptions are.
   */
  @Nullable Throwable buildOrWiden(Class<? extends Throwable> type) {
    Throwable built = build(type);
    boolean own = ThrowableClasses.base(type) != type;
    if (own || (built != null && isExact(built))) {
      return built;
    }
    Class<?> wider = type.getSuperclass();
    return GENERAL.contains(wider) ? built : buildOrWiden(wider.asSubclass(Throwable.class));
  }

  private boolean isExact(Throwable built) {
    return Objects.equals(ThrowableClasses.baseMessage(built), message);
  }

  private boolean fits(Shape shape, Constructor<?> constructor) {
    Class<?>[] p = constructor.getParameterTypes();
    return switch (shape) {
      case ARGUMENTS -> ThrowableDetails.fit(arguments, constructor);
      case CODE_MESSAGE_CAUSE ->
          code != null && p.length == 3 && takesCode(p[0]) && takesText(p[1]) && takesCause(p[2]);
      case CODE_MESSAGE ->
          code != null && cause == null && p.length == 2 && takesCode(p[0]) && takesText(p[1]);
      case MESSAGE_CAUSE -> cause != null && p.length == 2 && takesText(p[0]) && takesCause(p[1]);
      case MESSAGE -> p.length == 1 && takesText(p[0]);
      case NOTHING -> p.length == 0;
      case CAUSE -> p.length == 1 && takesCause(p[0]);
    };
  }

  private static boolean takesCode(Class<?> parameter) {
    return parameter == ErrorCode.class;
  }

  private static boolean takesText(Class<?> parameter) {
    return parameter == String.class || parameter == Object.class;
  }

  private boolean takesCause(Class<?> parameter) {
    return Throwable.class.isAssignableFrom(parameter)
        && (cause == null || parameter.isInstance(cause));
  }

  private @Nullable Throwable tried(
      Shape shape, Class<? extends Throwable> type, Constructor<?> ofBase) {
    return switch (shape) {
      case ARGUMENTS -> made(type, ofBase, arguments.toArray());
      case CODE_MESSAGE_CAUSE -> made(type, ofBase, code, message, cause);
      case CODE_MESSAGE -> made(type, ofBase, code, message);
      case MESSAGE_CAUSE -> made(type, ofBase, message, cause);
      case MESSAGE -> made(type, ofBase, message);
      case NOTHING -> made(type, ofBase);
      case CAUSE -> made(type, ofBase, cause);
    };
  }

  /** What its class holds of its own is lost, if it is one of the JDK's. */
  private @Nullable Throwable bare(Class<? extends Throwable> type) {
    try {
      return made(
          type, Throwable.class.getConstructor(String.class, Throwable.class), message, cause);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Throwable made(
      Class<? extends Throwable> type, Constructor<?> ofSuperclass, @Nullable Object... arguments) {
    try {
      Constructor<?> constructor = ofSuperclass;
      if (type == ofSuperclass.getDeclaringClass()) {
        constructor.setAccessible(true);
      } else {
        constructor = ThrowableClasses.withoutItsOwn(type, ofSuperclass);
      }
      return constructor == null ? null : withCause((Throwable) constructor.newInstance(arguments));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // the next constructor is tried, and in the end a RemoteException stands for it
    }
  }

  private Throwable withCause(Throwable built) {
    if (cause != null && built.getCause() == null) {
      try {
        built.initCause(cause);
      } catch (IllegalStateException e) {
        built.addSuppressed(cause); // its constructor has fixed that there is no cause
      }
    }
    return built;
  }
}
