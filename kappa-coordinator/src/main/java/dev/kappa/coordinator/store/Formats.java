package dev.kappa.coordinator.store;

/**
 * The formats of entities that a release reads. It writes the newest that all live coordinators
 * read: that of {@link Beat#format}.
 *
 * @param oldest the oldest one
 * @param newest the newest one
 */
public record Formats(int oldest, int newest) {
  /** What this release reads. It changes with what entities look like, nowhere else. */
  public static final Formats CURRENT = new Formats(2, 6);

  /** {@return whether it reads what has that format} */
  public boolean contains(int format) {
    return format >= oldest && format <= newest;
  }

  /** Checks the range. */
  public Formats {
    if (oldest < 1 || newest < oldest) {
      throw new IllegalArgumentException(
          "formats %d to %d (expected: from 1 on, in order)".formatted(oldest, newest));
    }
  }
}
