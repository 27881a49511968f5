package dev.kappa.coordinator.store;

/**
 * The formats of entities that a release reads. One that reads several is to write the newest that
 * all live coordinators read: that of {@link Beat#format}. This release reads one, and writes it.
 *
 * @param oldest the oldest one
 * @param newest the newest one
 */
public record Formats(int oldest, int newest) {
  /** What this release reads. It changes with what entities look like, nowhere else. */
  public static final Formats CURRENT = new Formats(2, 2);

  /** Checks the range. */
  public Formats {
    if (oldest < 1 || newest < oldest) {
      throw new IllegalArgumentException(
          "formats %d to %d (expected: from 1 on, in order)".formatted(oldest, newest));
    }
  }
}
