package dev.kappa.apps.streaming;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Whole lines of a segment.
 *
 * @param from offset of the first byte
 * @param to offset of the byte behind the last. More than {@link #MOST_BYTES} behind {@code from}
 *     only if it is a single line
 */
record Batch(Path segment, long from, long to) {
  /** The largest batch, and the longest line. */
  static final int MOST_BYTES = 1 << 20;

  long bytes() {
    return to - from;
  }

  String name() {
    return String.valueOf(segment.getFileName());
  }

  byte[] read() throws IOException {
    try (FileChannel in = FileChannel.open(segment)) {
      return read(segment, in, from, to);
    }
  }

  /** {@return the bytes from {@code from} to before {@code to}} */
  static byte[] read(Path segment, FileChannel in, long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
    while (bytes.hasRemaining()) {
      if (in.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException(
            "%s ends at byte %d, and had %d (expected: segments that only grow)"
                .formatted(segment, in.size(), to));
      }
    }
    return bytes.array();
  }
}
