package dev.kappa.coordinator.api;

import dev.kappa.coordinator.access.Tls;
import org.jspecify.annotations.Nullable;

/**
 * What requests pass before they are answered.
 *
 * @param guard says who may ask what
 * @param audit keeps who changed what; null if that is not kept
 * @param tls how what is said is encrypted; null if it is not
 */
public record Entrance(Guard guard, @Nullable Audit audit, @Nullable Tls tls) {
  /** All may do all, and nothing is kept of it. */
  public static final Entrance OPEN = new Entrance(Guard.open(), null, null);
}
