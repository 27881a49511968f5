package dev.kappa.codec;

import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.BaseStream;

/**
 * A class whose values can't be stored.
 *
 * @param fix what to do instead
 */
record RefusedForm(String fix) implements Form {
  static RefusedForm of(Class<?> type) {
    return new RefusedForm(fixFor(type));
  }

  @Override
  public void write(Encoder out, Object value) {
    throw out.refused(value.getClass(), fix);
  }

  private static String fixFor(Class<?> type) {
    if (isAny(type, Thread.class, Executor.class, Future.class)) {
      return "A running thread or its future does not outlive the process. Use Task.spawn.";
    }
    if (isAny(type, Lock.class, ReadWriteLock.class)
        || type.getName().startsWith("java.util.concurrent.atomic.")
        || type.getName().startsWith("java.util.concurrent.locks.")) {
      return "Locks and shared variables do not outlive the process. Return values from steps, or"
          + " use a Channel. (A memoized() function holds a lock, too.)";
    }
    if (isAny(type, Class.class, ClassLoader.class)) {
      return "Store its name and look it up inside the step.";
    }
    if (isAny(type, BaseStream.class, Iterator.class)
        || type.getName().startsWith("io.vavr.collection.Stream")) {
      return "It is lazy. Collect it into a list.";
    }
    if (isAny(type, AutoCloseable.class)) {
      return "Open it inside the step that uses it, and close it there; or capture a Resource that"
          + " opens it.";
    }
    if (isAny(type, Collection.class, Map.class)) {
      return "It would lose its own fields. Copy it into a List, Set or Map of java.util or Vavr.";
    }
    if (isLambdaClass(type)) {
      return fixForLambda(type);
    }
    return fixForObject(type);
  }

  private static String fixForLambda(Class<?> type) {
    if (Serializable.class.isAssignableFrom(type)) {
      return "It is a lambda of the JDK's own, which can't be taken apart. Build it inside the"
          + " step.";
    }
    return "This function is not Serializable. Declare it as one of Vavr's Function0…8 or"
        + " CheckedFunction0…8.";
  }

  private static String fixForObject(Class<?> type) {
    if (type.isAnonymousClass()) {
      return "An anonymous class has no stable name. Write it as a lambda or as a record.";
    }
    if (type.getName().startsWith("java.") || type.getName().startsWith("javax.")) {
      return "Store the data that it is made of, and build it inside the step.";
    }
    return "Make it a record, or store the fields that are needed; if it is a lambda's `this`, copy"
        + " what the lambda needs to local variables; what is no data, such as a client, is captured"
        + " as a Resource.";
  }

  /** {@return whether {@code type} was made for a lambda expression or a method reference} */
  static boolean isLambdaClass(Class<?> type) {
    return type.isHidden() && type.isSynthetic();
  }

  private static boolean isAny(Class<?> type, Class<?>... of) {
    for (Class<?> each : of) {
      if (each.isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }
}
