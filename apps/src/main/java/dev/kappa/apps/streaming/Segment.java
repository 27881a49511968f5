package dev.kappa.apps.streaming;

import java.io.IOException;

/** A part of a log. Its bytes only become more; when the next one is there, it is whole. */
sealed interface Segment permits FileSegment, ObjectSegment {
  /** {@return its name within the log} */
  String name();

  /**
   * {@return how many bytes it has now}
   *
   * @throws java.nio.file.NoSuchFileException if it is gone
   */
  long size() throws IOException;

  /**
   * {@return the bytes from {@code from} to before {@code to}}
   *
   * @throws java.io.EOFException if it has fewer
   */
  byte[] read(long from, long to) throws IOException;

  /** {@return what is said of one that has fewer bytes than it had} */
  default String shorter(long size, long expected) {
    return "%s ends at byte %d, and had %d (expected: segments that only grow)"
        .formatted(this, size, expected);
  }
}
