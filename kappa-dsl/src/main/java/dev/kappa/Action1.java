package dev.kappa;

import java.io.Serializable;

/**
 * The body of a step that takes a value, returns nothing and may throw.
 *
 * @param <T> what it takes
 */
@FunctionalInterface
public interface Action1<T extends @org.jspecify.annotations.Nullable Object> extends Serializable {
  /** Does it. */
  void run(T value) throws Throwable;
}
