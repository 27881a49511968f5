package dev.kappa.coordinator.engine;

import java.util.Locale;

/** How workers answer. */
public enum WorkersMode {
  /** They connect to the coordinator, and commit while they work. */
  CALLBACK,
  /**
   * They return what they did as their invocation's answer: they need no way to the coordinator.
   */
  RETURN;

  /**
   * {@return the mode of that name}
   *
   * @throws IllegalArgumentException if there is none
   */
  public static WorkersMode of(String text) {
    for (WorkersMode mode : values()) {
      if (mode.text().equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no way to answer (expected: callback or return)".formatted(text));
  }

  /** {@return its name, as it is written in options} */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text();
  }
}
