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
    LineEnds lines = new LineEnds(segment::read);
    long end = lines.behindLast(from, limit);
    if (end > from) {
      return end;
    }
    long first = lines.behindFirst(limit, size);
    return first < 0 ? (whole ? size : from) : first;
  }
}
