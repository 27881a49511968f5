package dev.kappa.coordinator.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some of a run's fields.
 *
 * @param fields by name
 * @param next asks for more; null if there are none
 */
public record FieldPage(Map<String, byte[]> fields, @Nullable String next) {
  /** Asks for the first ones. */
  public static final String FIRST = "0";
}
