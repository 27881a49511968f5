package dev.kappa.coordinator.store;

/**
 * The formats of entities that a release reads. One that reads several is to write the newest that
 * all live coordinators read: that of {@link Beat#format}. So far there is one.
 *
 * @param oldest the oldest one
 * @param newest the newest one
 */
public record Formats(int oldest, int newest) {
  /** What this release reads. */
  public static final Formats CURRENT = new Formats(1, 1);

  /** Checks the range. */
  public Formats {
    if (oldest < 1 || newest < oldest) {
      throw new IllegalArgumentException(
          "formats %d to %d (expected: from 1 on, in order)".formatted(oldest, newest));
    }
  }
}
