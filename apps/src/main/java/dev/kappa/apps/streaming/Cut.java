package dev.kappa.apps.streaming;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a segment into batches of whole lines.
 *
 * @param size as much of it is looked at
 * @param whole whether nothing is to come behind that: then what is there is a line, though its end
 *     is missing
 * @param batchBytes the size of a batch, but for longer lines
 */
record Cut(Segment segment, long size, boolean whole, int batchBytes) {
  private static final int PIECE = 1 << 13;

  List<Batch> batches(long offset, int most) throws IOException {
    if (offset > size) {
      throw new IOException(
          "%s has %d bytes, and had %d (expected: segments that only grow)"
              .formatted(segment, size, offset));
    }
    List<Batch> batches = new ArrayList<>();
    long from = offset;
    while (from < size && batches.size() < most) {
      long to = end(from);
      if (to <= from) {
        break;
      }
      batches.add(new Batch(segment, from, to));
      from = to;
    }
    return batches;
  }

  /** {@return where the batch ends that begins at {@code from}; {@code from} if it is not there} */
  private long end(long from) throws IOException {
    long limit = Math.min(size, from + batchBytes);
    if (whole && limit == size) {
      return size;
    }
    long end = behindLastLine(from, limit);
    return end > from ? end : behindFirstLine(from, limit);
  }

  private long behindLastLine(long from, long limit) throws IOException {
    for (long to = limit; to > from; to = Math.max(from, to - PIECE)) {
      long begin = Math.max(from, to - PIECE);
      byte[] piece = segment.read(begin, to);
      for (int i = piece.length - 1; i >= 0; i--) {
        if (piece[i] == '\n') {
          return begin + i + 1;
        }
      }
    }
    return from;
  }

  private long behindFirstLine(long from, long limit) throws IOException {
    for (long begin = limit; begin < size; begin += PIECE) {
      byte[] piece = segment.read(begin, Math.min(size, begin + PIECE));
      for (int i = 0; i < piece.length; i++) {
        if (piece[i] == '\n') {
          return begin + i + 1;
        }
      }
    }
    return whole ? size : from;
  }
}
