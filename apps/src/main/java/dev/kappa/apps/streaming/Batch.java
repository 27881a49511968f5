package dev.kappa.apps.streaming;

import java.io.IOException;

/**
 * Whole lines of a segment.
 *
 * @param from offset of the first byte
 * @param to offset of the byte behind the last. More than {@link #MOST_BYTES} behind {@code from}
 *     only if it is a single line
 */
record Batch(Segment segment, long from, long to) {
  /** The largest batch, and the longest line. */
  static final int MOST_BYTES = 1 << 20;

  long bytes() {
    return to - from;
  }

  byte[] read() throws IOException {
    return segment.read(from, to);
  }
}
