package dev.kappa.coordinator.platform.local;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A worker's environment variables while they are put together. */
final class Environment {
  private final Map<String, String> variables = new HashMap<>();

  void set(String name, String value) {
    variables.put(name, value);
  }

  void setAll(Map<String, String> more) {
    variables.putAll(more);
  }

  /** Takes the variable over from this process; else {@code otherwise}, if that is given. */
  void inherit(String name, @Nullable String otherwise) {
    String value = System.getenv(name);
    if (value != null) {
      variables.put(name, value);
    } else if (otherwise != null) {
      variables.put(name, otherwise);
    }
  }

  Map<String, String> variables() {
    return Map.copyOf(variables);
  }
}
