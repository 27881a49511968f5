package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Catches signals. The class {@code sun.misc.Signal} is the JDK's only way to do that; it is
 * reached by name since the compiler warns of it whatever one does.
 */
final class Interrupts implements AutoCloseable {
  private final Object signal;
  private final Object before;

  private Interrupts(Object signal, Object before) {
    this.signal = signal;
    this.before = before;
  }

  /** Runs {@code action}, on a thread of its own, at each Ctrl-C until this is closed. */
  static Interrupts caught(Runnable action) {
    return caught("INT", action);
  }

  /** Lets a signal do nothing for as long as this process lives. */
  static void ignore(String name) {
    caught(name, () -> {});
  }

  private static Interrupts caught(String name, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Object signal = type.getConstructor(String.class).newInstance(name);
      MethodHandle run =
          MethodHandles.publicLookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object handler =
          MethodHandleProxies.asInterfaceInstance(
              Class.forName("sun.misc.SignalHandler"), MethodHandles.dropArguments(run, 0, type));
      return new Interrupts(signal, set(signal, handler));
    } catch (ReflectiveOperationException e) {
      throw new KappaException(ErrorCode.INTERNAL, "this JDK lets no signal be caught: " + e, e);
    }
  }

  private static Object set(Object signal, Object handler) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), type)
        .invoke(null, signal, handler);
  }

  @Override
  public void close() {
    try {
      set(signal, before);
    } catch (ReflectiveOperationException e) {
      throw new KappaException(ErrorCode.INTERNAL, "a signal can't be given back: " + e, e);
    }
  }
}
