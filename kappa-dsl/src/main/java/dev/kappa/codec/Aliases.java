package dev.kappa.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Short stable names for Kappa's own classes, so that stored bytes are small and survive a move of
 * the class. Holds class names, not classes: nothing is loaded before it is met. One line each; an
 * alias never changes its meaning.
 */
final class Aliases {
  /** No class name begins with it. */
  private static final char MARK = '~';

  private static final Map<String, String> CLASS_BY_ALIAS =
      Map.ofEntries(
          Map.entry("payload", "dev.kappa.wire.Payload"),
          Map.entry("code", "dev.kappa.error.ErrorCode"),
          Map.entry("error", "dev.kappa.error.KappaException"));

  private static final Map<String, String> ALIAS_BY_CLASS = inverted();

  private Aliases() {}

  /** {@return what stands for {@code className} in stored bytes} */
  static String shorten(String className) {
    return ALIAS_BY_CLASS.getOrDefault(className, className);
  }

  static boolean isAlias(String storedName) {
    return !storedName.isEmpty() && storedName.charAt(0) == MARK;
  }

  /** {@return the class name that {@code alias} stands for, or null if there is none} */
  static @Nullable String className(String alias) {
    return CLASS_BY_ALIAS.get(alias.substring(1));
  }

  static Map<String, String> all() {
    return CLASS_BY_ALIAS;
  }

  private static Map<String, String> inverted() {
    Map<String, String> inverted = new HashMap<>();
    CLASS_BY_ALIAS.forEach((alias, name) -> inverted.put(name, MARK + alias));
    return inverted;
  }
}
