package dev.kappa.interpreter;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the steps of an attempt have opened and may use again. Of several threads, since a step with
 * a time limit has one of its own.
 */
public final class OpenResources {
  private final Function<Serializable, String> identity;
  private final Consumer<Throwable> failures;
  private final Map<Key, Object> open = new LinkedHashMap<>();
  private boolean over;

  private record Key(String name, String opener) {}

  /** Opens something. */
  @FunctionalInterface
  public interface Opening {
    /** {@return what was opened} */
    Object open() throws Exception;
  }

  /**
   * Nothing is open yet.
   *
   * @param identity a text that tells a lambda with its captured values from others
   * @param failures is told what closing throws
   */
  public OpenResources(Function<Serializable, String> identity, Consumer<Throwable> failures) {
    this.identity = identity;
    this.failures = failures;
  }

  /**
   * {@return what is open under that name and lambda}
   *
   * @param opening opens it if nothing is
   * @throws IllegalStateException after {@link #end}
   * @throws Exception what opening throws
   */
  public synchronized Object get(String name, Serializable opener, Opening opening)
      throws Exception {
    if (over) {
      throw new IllegalStateException(
          "resource '%s' is asked for by a step that is over".formatted(name));
    }
    Key key = new Key(name, identity.apply(opener));
    Object known = open.get(key);
    if (known == null) {
      known = opening.open();
      open.put(key, known);
    }
    return known;
  }

  /** Closes all, the last first. What is asked for after that is opened anew. */
  public synchronized void close() {
    List<Object> all = new ArrayList<>(open.values());
    open.clear();
    for (Object each : all.reversed()) {
      if (each instanceof AutoCloseable closeable) {
        close(closeable);
      }
    }
  }

  /** Closes all. Nothing can be opened after that. */
  public synchronized void end() {
    over = true;
    close();
  }

  private void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception | LinkageError | AssertionError e) {
      failures.accept(e);
    }
  }
}
