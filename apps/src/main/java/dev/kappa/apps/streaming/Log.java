package dev.kappa.apps.streaming;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Segments to which a producer appends lines. Their names are {@code NUMBER.jsonl}; when the next
 * number is there, the one before is whole.
 *
 * @param place where they are
 * @param batchBytes the size of a batch
 * @param most how many batches are cut off at once
 */
record Log(LogPlace place, int batchBytes, int most) {
  /**
   * What there is to read.
   *
   * @param first the number of the first batch
   * @param ended whether there is nothing, and nothing is to come
   */
  record Look(long first, List<Batch> batches, Position next, boolean ended) {}

  /** Requires that it is there. */
  void check() throws IOException {
    place.segments(0);
  }

  /**
   * Looks for whole lines behind {@code at}.
   *
   * @param stop whether the log is to be read as far as it goes now, and no further
   */
  Look look(Position at, boolean stop) throws IOException {
    NavigableMap<Integer, Segment> segments = place.segments(Math.max(0, at.segment()));
    if (segments.isEmpty() && at.segment() < 0) {
      return new Look(0, List.of(), at, stop);
    }
    Position from = at.segment() < 0 ? at.at(segments.firstKey(), 0) : at;
    if (stop && from.end() == null) {
      int last = segments.isEmpty() ? from.segment() : place.last(segments.firstKey());
      from = from.until(new Position.End(last, size(place.segments(last), last)));
    }
    List<Batch> batches = new ArrayList<>();
    Position next = follow(from, segments, batches);
    boolean ended = batches.isEmpty() && next.isInLast();
    return new Look(at.batches(), batches, next, ended);
  }

  private Position follow(
      Position from, NavigableMap<Integer, Segment> segments, List<Batch> batches)
      throws IOException {
    Position at = from;
    while (true) {
      // Whether there is another one is known from before: so what is read now is all of this one.
      boolean whole = at.end() != null || segments.higherKey(at.segment()) != null;
      Position.End end = at.end();
      long size = end != null && at.isInLast() ? end.offset() : size(segments, at.segment());
      Cut cut = new Cut(segment(segments, at.segment()), size, whole, batchBytes);
      for (Batch batch : cut.batches(at.offset(), most - batches.size())) {
        batches.add(batch);
        at = at.behind(batch);
      }
      if (at.offset() < size || !whole || at.isInLast()) {
        return at;
      }
      boolean listed = segments.higherKey(at.segment()) != null;
      if (!listed && at.segment() > segments.firstKey()) {
        return at; // The next look lists those behind it.
      }
      at = at.at(at.segment() + 1, 0);
    }
  }

  private long size(NavigableMap<Integer, Segment> segments, int number) throws IOException {
    Segment segment = segment(segments, number);
    try {
      return segment.size();
    } catch (NoSuchFileException e) {
      throw missing(segment.name() + " is gone, and was not read to its end", e);
    }
  }

  private Segment segment(NavigableMap<Integer, Segment> segments, int number) {
    Segment segment = segments.get(number);
    if (segment == null) {
      throw missing(
          "segment %d is not there (there are: %s; expected: numbers without gaps, and no segment deleted before it was counted)"
              .formatted(
                  number,
                  segments.isEmpty() ? "none" : segments.firstKey() + " to " + segments.lastKey()),
          null);
    }
    return segment;
  }

  private KappaException missing(String what, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND, "input.log: %s: %s".formatted(place, what), cause);
  }
}
