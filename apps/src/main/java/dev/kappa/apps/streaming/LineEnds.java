package dev.kappa.apps.streaming;

import java.io.IOException;

/**
 * Looks for the ends of lines. It reads pieces that double: where each is a request, as in a
 * bucket, few are made, and of short lines little is read.
 */
record LineEnds(Source source) {
  private static final int FIRST_PIECE = 1 << 13;
  private static final int LARGEST_PIECE = 1 << 20;

  /** Where the bytes are. */
  @FunctionalInterface
  interface Source {
    /** {@return the bytes from {@code from} to before {@code to}} */
    byte[] read(long from, long to) throws IOException;
  }

  /**
   * {@return the place behind the last end of a line before {@code to}; {@code from} if none is}
   */
  long behindLast(long from, long to) throws IOException {
    int piece = FIRST_PIECE;
    for (long end = to; end > from; end -= piece, piece = larger(piece)) {
      long begin = Math.max(from, end - piece);
      byte[] bytes = source.read(begin, end);
      for (int i = bytes.length - 1; i >= 0; i--) {
        if (bytes[i] == '\n') {
          return begin + i + 1;
        }
      }
    }
    return from;
  }

  /** {@return the place behind the first end of a line from {@code from} on; -1 if none is} */
  long behindFirst(long from, long to) throws IOException {
    int piece = FIRST_PIECE;
    for (long begin = from; begin < to; begin += piece, piece = larger(piece)) {
      byte[] bytes = source.read(begin, Math.min(to, begin + piece));
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          return begin + i + 1;
        }
      }
    }
    return -1;
  }

  private static int larger(int piece) {
    return Math.min(2 * piece, LARGEST_PIECE);
  }
}
