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

  /**
   * {@return whether a record's component declared as {@code type} could not hold the collection
   * that comes back} So it is for {@code EnumMap}, for instance.
   */
  public static boolean isTooNarrow(Class<?> type) {
    return CollectionForm.isTooNarrow(type);
  }

  /** {@return whether arrays whose elements are declared as {@code type} can be read back} */
  public static boolean isComponent(Class<?> type) {
    if (type.isPrimitive() || Forms.knownByName(type.getName()) != null) {
      return true;
    }
    return switch (Allowlist.verdict(type.getName())) {
      case ALLOWED -> true;
      case IF_DATA -> Allowlist.isData(type);
      case DENIED -> false;
    };
  }
}
