package dev.kappa.codec;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What exceptions of the JDK hold beside a message and a cause. Their fields are closed; they are
 * asked by the methods that tell what one of their constructors takes, in its order.
 *
 * @param type the name of the class: not every Java runtime has all of its modules
 */
record ThrowableDetails(String type, List<String> getters) {
  private static final String MESSAGE = "getMessage";

  private static final List<ThrowableDetails> ALL =
      List.of(
          of("java.sql.SQLException", MESSAGE, "getSQLState", "getErrorCode"),
          of("java.nio.file.FileSystemException", "getFile", "getOtherFile", "getReason"),
          of("java.nio.charset.MalformedInputException", "getInputLength"),
          of("java.nio.charset.UnmappableCharacterException", "getInputLength"),
          of("java.nio.file.InvalidPathException", "getInput", "getReason", "getIndex"),
          of("java.net.URISyntaxException", "getInput", "getReason", "getIndex"),
          of(
              "java.time.format.DateTimeParseException",
              MESSAGE,
              "getParsedString",
              "getErrorIndex"),
          of("java.text.ParseException", MESSAGE, "getErrorOffset"),
          of("java.util.MissingResourceException", MESSAGE, "getClassName", "getKey"),
          of("java.util.regex.PatternSyntaxException", "getDescription", "getPattern", "getIndex"));

  private static ThrowableDetails of(String type, String... getters) {
    return new ThrowableDetails(type, List.of(getters));
  }

  /** {@return what a constructor of the base was given; empty if a message and a cause are all} */
  static List<@Nullable Object> of(Throwable thrown) {
    for (Class<?> c = thrown.getClass(); c != Throwable.class; c = c.getSuperclass()) {
      for (ThrowableDetails details : ALL) {
        if (details.type().equals(c.getName())) {
          return details.asked(c, thrown);
        }
      }
    }
    return List.of();
  }

  private List<@Nullable Object> asked(Class<?> type, Throwable thrown) {
    List<@Nullable Object> arguments = new ArrayList<>();
    try {
      for (String getter : getters) {
        arguments.add(
            getter.equals(MESSAGE)
                ? ThrowableClasses.baseMessage(thrown)
                : type.getMethod(getter).invoke(thrown));
      }
    } catch (InvocationTargetException e) {
      return List.of(); // overridden, and fails: that there was a failure matters more
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return arguments;
  }

  /** {@return whether a constructor takes them} */
  static boolean fit(List<@Nullable Object> arguments, Constructor<?> constructor) {
    Class<?>[] parameters = constructor.getParameterTypes();
    if (arguments.isEmpty() || parameters.length != arguments.size()) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      Object argument = arguments.get(i);
      Class<?> boxed = MethodType.methodType(parameters[i]).wrap().returnType();
      if (argument == null ? parameters[i].isPrimitive() : !boxed.isInstance(argument)) {
        return false;
      }
    }
    return true;
  }
}
