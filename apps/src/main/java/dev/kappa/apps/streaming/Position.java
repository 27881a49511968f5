package dev.kappa.apps.streaming;

import org.jspecify.annotations.Nullable;

/**
 * How far the reader is.
 *
 * @param segment the number of the segment; -1 as long as there is none
 * @param offset of the next byte in it
 * @param batches how many batches were handed out
 * @param end where it is to end; null as long as nobody has said that it is to
 */
record Position(int segment, long offset, long batches, @Nullable End end) {
  static final Position NONE = new Position(-1, 0, 0, null);

  /** The end of a log, as it was when somebody said that the run is to drain. */
  record End(int segment, long offset) {}

  Position at(int otherSegment, long otherOffset) {
    return new Position(otherSegment, otherOffset, batches, end);
  }

  Position behind(Batch batch) {
    return new Position(segment, batch.to(), batches + 1, end);
  }

  Position until(End limit) {
    return new Position(segment, offset, batches, limit);
  }

  /** {@return whether the run is to read no further than in this segment} */
  boolean isInLast() {
    return end != null && end.segment() == segment;
  }
}
