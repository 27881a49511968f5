package dev.kappa.check;

import dev.kappa.codec.Encodable;
import io.vavr.Function1;
import io.vavr.collection.CharSeq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Try;
import io.vavr.control.Validation;
import java.io.Serializable;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK and of Vavr. They are the same here as where the program will run, so the
 * codec itself is asked about them.
 */
final class KnownTypes {
  /** What the codec takes. A variable of a type that one of these extends may hold such a value. */
  private static final List<Class<?>> STORABLE =
      List.of(
          Void.class,
          Record.class,
          TimeUnit.class,
          Throwable.class,
          String.class,
          Integer.class,
          Object[].class,
          java.math.BigDecimal.class,
          java.nio.file.Path.class,
          java.nio.charset.Charset.class,
          Date.class,
          java.time.Instant.class,
          java.time.Duration.class,
          java.time.Period.class,
          java.time.LocalDate.class,
          java.time.LocalTime.class,
          java.time.LocalDateTime.class,
          java.time.OffsetDateTime.class,
          java.time.ZonedDateTime.class,
          java.time.Month.class,
          java.time.ZoneOffset.class,
          java.time.chrono.IsoEra.class,
          java.time.temporal.ChronoUnit.class,
          java.time.temporal.ChronoField.class,
          ArrayList.class,
          LinkedList.class,
          ArrayDeque.class,
          LinkedHashSet.class,
          TreeSet.class,
          TreeMap.class,
          ConcurrentHashMap.class,
          SimpleImmutableEntry.class,
          java.nio.file.StandardOpenOption.class,
          io.vavr.Tuple8.class,
          Option.Some.class,
          Either.Right.class,
          Try.Success.class,
          Validation.Valid.class,
          CharSeq.class,
          io.vavr.collection.List.Cons.class,
          io.vavr.collection.Vector.class,
          io.vavr.collection.Array.class,
          io.vavr.collection.Queue.class,
          io.vavr.collection.HashMap.class,
          io.vavr.collection.LinkedHashMap.class,
          io.vavr.collection.TreeMap.class,
          io.vavr.collection.HashSet.class,
          io.vavr.collection.LinkedHashSet.class,
          io.vavr.collection.TreeSet.class);

  private static final List<String> PREFIXES =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "io.vavr.");

  private KnownTypes() {}

  /** {@return the class called {@code name}, if it is the JDK's or Vavr's} */
  static @Nullable Class<?> find(String name) {
    if (PREFIXES.stream().noneMatch(name::startsWith)) {
      return null;
    }
    try {
      return Class.forName(name, false, KnownTypes.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null; // newer than the compiler, or a library's under such a name
    }
  }

  /** {@return what is wrong with objects of the class {@code type} itself} */
  static @Nullable Problem ofExactly(Class<?> type) {
    String fix = Encodable.problem(type);
    return fix == null ? null : new Problem(Fate.REFUSED, "a " + type.getCanonicalName(), fix);
  }

  /** {@return what is wrong with all values that a variable of {@code type} can hold} */
  static @Nullable Problem of(Class<?> type) {
    boolean mayHoldStorable =
        STORABLE.stream().anyMatch(type::isAssignableFrom)
            && !type.getName().startsWith("java.util.function.");
    if (mayHoldStorable || isStoredFunction(type)) {
      return null;
    }
    Problem problem = ofExactly(type);
    return problem == null || !type.isInterface() ? problem : ofInterface(type, problem);
  }

  /** A record may implement any interface; of most of the JDK's, none does. */
  private static Problem ofInterface(Class<?> type, Problem problem) {
    if (type.isAnnotationPresent(FunctionalInterface.class)) {
      return Fixes.ofFunction(problem.what());
    }
    boolean mayBeRecords =
        type == AutoCloseable.class
            || type == java.io.Closeable.class
            || type == java.util.Iterator.class;
    boolean hasOwnFix =
        !problem.fix().equals(Fixes.OF_THE_JDK) || type.getName().startsWith("io.vavr.");
    return hasOwnFix && !mayBeRecords
        ? problem
        : new Problem(Fate.DOUBTFUL, problem.what(), problem.fix());
  }

  /** A lambda of such a type is stored, whatever it captures. */
  private static boolean isStoredFunction(Class<?> type) {
    boolean function =
        type.isAnnotationPresent(FunctionalInterface.class)
            || (Function1.class.isAssignableFrom(type) && !Iterable.class.isAssignableFrom(type));
    return type.isInterface() && function && Serializable.class.isAssignableFrom(type);
  }

  /** {@return whether {@code type} is a class, not an interface, of collections of the JDK} */
  static boolean isConcreteCollection(Class<?> type) {
    return type.getName().startsWith("java.util.")
        && !type.isInterface()
        && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type));
  }

  /** {@return whether values of {@code type} hold others, whose types are its arguments} */
  static boolean isContainer(Class<?> type) {
    return Iterable.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || Map.Entry.class.isAssignableFrom(type)
        || type == java.util.Optional.class
        || io.vavr.Tuple.class.isAssignableFrom(type)
        || io.vavr.Value.class.isAssignableFrom(type);
  }
}
