package dev.kappa.codec;

import dev.kappa.error.KappaException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an exception's class as what an application has added to one of the JDK's or of Kappa's,
 * the <em>base</em>.
 */
final class ThrowableClasses {
  /** What they hold is stored in other ways than field by field. */
  private static final Set<Class<?>> KNOWN =
      Set.of(KappaException.class, RemoteException.class, NotEncodableException.class);

  private static final @Nullable MethodHandle WITHOUT_ITS_OWN = serializationConstructors();

  private ThrowableClasses() {}

  /** {@return whether the fields of {@code type} are an application's or a library's} */
  static boolean isApplications(Class<?> type) {
    return !KNOWN.contains(type) && Allowlist.verdict(type.getName()) == Allowlist.Verdict.ALLOWED;
  }

  /** {@return {@code type} itself or the next superclass that is not an application's} */
  static Class<?> base(Class<?> type) {
    Class<?> base = type;
    while (isApplications(base)) {
      base = Objects.requireNonNull(base.getSuperclass());
    }
    return base;
  }

  /** {@return the message; null if the method that tells it fails} */
  static @Nullable String told(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException | StackOverflowError e) {
      return null; // the application's own, and that there was a failure matters more
    }
  }

  /**
   * {@return the message as the base has it, which is what its constructor was given} An
   * application's class may tell another one, made of this and of its fields.
   */
  static @Nullable String baseMessage(Throwable thrown) {
    try {
      Class<?> added = lowestAdded(thrown.getClass());
      return added == null ? told(thrown) : (String) superclassMessage(added).invoke(thrown);
    } catch (IllegalAccessException e) {
      return told(thrown); // its module is closed to us
    } catch (RuntimeException | StackOverflowError e) {
      return null; // as in told
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Class<?> lowestAdded(Class<?> type) {
    Class<?> lowest = null;
    for (Class<?> each = type; isApplications(each); each = each.getSuperclass()) {
      lowest = each;
    }
    return lowest;
  }

  private static MethodHandle superclassMessage(Class<?> added)
      throws ReflectiveOperationException {
    return MethodHandles.privateLookupIn(added, MethodHandles.lookup())
        .findSpecial(
            added.getSuperclass(), "getMessage", MethodType.methodType(String.class), added);
  }

  /**
   * {@return a constructor of {@code type} that runs {@code ofSuperclass} and none of the classes
   * between, as Java's own serialization does; null if this Java has none}
   */
  static @Nullable Constructor<?> withoutItsOwn(Class<?> type, Constructor<?> ofSuperclass) {
    try {
      return WITHOUT_ITS_OWN == null
          ? null
          : (Constructor<?>) WITHOUT_ITS_OWN.invoke(type, ofSuperclass);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** By its name: the module {@code jdk.unsupported} may be left out of a Java runtime. */
  private static @Nullable MethodHandle serializationConstructors() {
    try {
      Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodType made = MethodType.methodType(Constructor.class, Class.class, Constructor.class);
      Object instance =
          lookup
              .findStatic(factory, "getReflectionFactory", MethodType.methodType(factory))
              .invoke();
      return lookup.findVirtual(factory, "newConstructorForSerialization", made).bindTo(instance);
    } catch (Throwable e) {
      return null;
    }
  }
}
