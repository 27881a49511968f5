package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds an exception again, through the constructor that gives it back most like it was. */
final class ThrowableBuilder {
  private final Class<? extends Throwable> type;
  private final @Nullable ErrorCode code;
  private final @Nullable String message;
  private final @Nullable Throwable cause;
  private final Map<String, @Nullable Object> fields;
  private @Nullable Throwable best;

  ThrowableBuilder(
      Class<? extends Throwable> type,
      @Nullable ErrorCode code,
      @Nullable String message,
      @Nullable Throwable cause,
      Map<String, @Nullable Object> fields) {
    this.type = type;
    this.code = code;
    this.message = message;
    this.cause = cause;
    this.fields = fields;
  }

  /**
   * {@return the exception, or null if no constructor fits} The message may differ if none does.
   */
  @Nullable Throwable build() {
    if (Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    Constructor<?>[] constructors = type.getDeclaredConstructors();
    for (Shape shape : Shape.values()) {
      for (Constructor<?> constructor : constructors) {
        Throwable built = fits(shape, constructor) ? tried(shape, constructor) : null;
        if (built != null && Objects.equals(built.getMessage(), message)) {
          return built;
        }
        best = best == null ? built : best;
      }
    }
    return best;
  }

  /** What a constructor takes, the best first. */
  private enum Shape {
    CODE_MESSAGE_CAUSE,
    CODE_MESSAGE,
    MESSAGE_CAUSE,
    MESSAGE,
    NOTHING,
    CAUSE,
    MESSAGE_AND_FIELDS,
    FIELDS
  }

  private boolean fits(Shape shape, Constructor<?> constructor) {
    Class<?>[] p = constructor.getParameterTypes();
    return switch (shape) {
      case CODE_MESSAGE_CAUSE ->
          code != null && p.length == 3 && takesCode(p[0]) && takesText(p[1]) && takesCause(p[2]);
      case CODE_MESSAGE ->
          code != null && cause == null && p.length == 2 && takesCode(p[0]) && takesText(p[1]);
      case MESSAGE_CAUSE -> cause != null && p.length == 2 && takesText(p[0]) && takesCause(p[1]);
      case MESSAGE -> p.length == 1 && takesText(p[0]);
      case NOTHING -> p.length == 0;
      case CAUSE -> p.length == 1 && takesCause(p[0]);
      case MESSAGE_AND_FIELDS, FIELDS -> p.length > 0;
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

  private @Nullable Throwable tried(Shape shape, Constructor<?> constructor) {
    try {
      constructor.setAccessible(true);
      Object built =
          switch (shape) {
            case CODE_MESSAGE_CAUSE -> constructor.newInstance(code, message, cause);
            case CODE_MESSAGE -> constructor.newInstance(code, message);
            case MESSAGE_CAUSE -> constructor.newInstance(message, cause);
            case MESSAGE -> constructor.newInstance(message);
            case NOTHING -> constructor.newInstance();
            case CAUSE -> constructor.newInstance(cause);
            case MESSAGE_AND_FIELDS, FIELDS -> fromFields(shape, constructor);
          };
      return built == null ? null : withCause((Throwable) built);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // the next constructor is tried, and in the end a RemoteException stands for it
    }
  }

  /** Its parameters are taken to be its fields, by name if known, else in order by type. */
  private @Nullable Object fromFields(Shape shape, Constructor<?> constructor)
      throws ReflectiveOperationException {
    List<Object> unused = new ArrayList<>();
    if (shape == Shape.MESSAGE_AND_FIELDS && message != null) {
      unused.add(message);
    }
    fields.values().stream().filter(Objects::nonNull).forEach(unused::add);
    if (shape == Shape.FIELDS && message != null) {
      unused.add(message);
    }
    Parameter[] parameters = constructor.getParameters();
    @Nullable Object[] arguments = new @Nullable Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      Object argument = argument(parameters[i], unused);
      if (argument == null) {
        return null;
      }
      arguments[i] = argument;
    }
    return constructor.newInstance(arguments);
  }

  private @Nullable Object argument(Parameter parameter, List<Object> unused) {
    Class<?> boxed = MethodType.methodType(parameter.getType()).wrap().returnType();
    Object named = parameter.isNamePresent() ? fields.get(parameter.getName()) : null;
    if (boxed.isInstance(named)) {
      return named;
    }
    if (boxed.isInstance(cause)) {
      return cause;
    }
    for (Object each : unused) {
      if (boxed.isInstance(each)) {
        unused.remove(each);
        return each;
      }
    }
    return null;
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
