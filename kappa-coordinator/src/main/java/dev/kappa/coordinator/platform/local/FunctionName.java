package dev.kappa.coordinator.platform.local;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The name under which the one function is called. */
record FunctionName(String name) {
  /** The version that can change. */
  static final String LATEST = "$LATEST";

  private static final String QUALIFIER = "Qualifier=";

  /**
   * {@return the version that a call means, such as {@code $LATEST}; null if it means another
   * function}
   *
   * @param called a name, a name with a version, or an ARN
   * @param query the query part of the address
   */
  @Nullable String versionMeant(String called, String query) {
    int function = called.lastIndexOf("function:");
    String plain = function < 0 ? called : called.substring(function + "function:".length());
    String asked = qualifier(query);
    if (plain.equals(name)) {
      return asked.isEmpty() ? LATEST : asked;
    }
    if (!plain.startsWith(name + ":")) {
      return null;
    }
    String version = plain.substring(name.length() + 1);
    return asked.isEmpty() || asked.equals(version) ? version : null;
  }

  private static String qualifier(String query) {
    if (query.isEmpty()) {
      return "";
    }
    return query.startsWith(QUALIFIER)
        ? URLDecoder.decode(query.substring(QUALIFIER.length()), StandardCharsets.UTF_8)
        : "?";
  }
}
