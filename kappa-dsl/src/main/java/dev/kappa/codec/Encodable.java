package dev.kappa.codec;

import org.jspecify.annotations.Nullable;

/** Tells from a class alone whether its values certainly can't be stored. */
public final class Encodable {
  private Encodable() {}

  /**
   * {@return what to do instead, if no value of {@code type} can be stored; else null} A null does
   * not promise that a value can be: that depends on its parts. Cached for each class.
   */
  public static @Nullable String problem(Class<?> type) {
    return Forms.of(type) instanceof RefusedForm refused ? refused.fix() : null;
  }
}
