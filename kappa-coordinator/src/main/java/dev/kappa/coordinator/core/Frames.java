package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The frames of a task, in segments that are stored one by one: a commit writes the topmost
 * segment, not all. Immutable.
 *
 * @param segments lowest first, none empty
 */
record Frames(Vector<Segment> segments) {
  /** A segment takes more frames until it has so many bytes. */
  static final int SEGMENT_BYTES = 8 << 10;

  static final Frames EMPTY = new Frames(Vector.empty());

  /**
   * @param from how many frames are below
   * @param frames lowest first
   * @param handles all that are named in the frames
   */
  record Segment(int from, List<Payload> frames, int bytes, Set<Handle> handles) {
    static Segment of(int from, List<Payload> frames) {
      int bytes = 0;
      Set<Handle> handles = new LinkedHashSet<>();
      for (Payload frame : frames) {
        bytes += (int) frame.whole();
        handles.addAll(frame.handles());
      }
      return new Segment(from, List.copyOf(frames), bytes, handles.isEmpty() ? Set.of() : handles);
    }

    int to() {
      return from + frames.size();
    }

    byte[] toBytes(Format format) {
      return format.begin(bytes + 64).list(frames, ByteWriter::payload).toBytes();
    }

    static Segment read(int from, byte[] stored) {
      return of(from, Entities.read(stored, in -> in.list(ByteReader::payload)));
    }
  }

  int depth() {
    return segments.isEmpty() ? 0 : segments.last().to();
  }

  /** {@return the lowest {@code keep} frames with {@code push} on them} */
  Frames change(int keep, List<Payload> push) {
    Vector<Segment> kept = segments;
    while (!kept.isEmpty() && kept.last().from() >= keep) {
      kept = kept.init();
    }
    List<Payload> open = new ArrayList<>();
    int from = keep;
    if (!kept.isEmpty() && (kept.last().to() > keep || hasRoom(kept.last(), push))) {
      Segment last = kept.last();
      from = last.from();
      open.addAll(last.frames().subList(0, keep - from));
      kept = kept.init();
    }
    return new Frames(fill(kept, from, open, push));
  }

  /** {@return how many segments are as in {@code old}, of which {@code keep} frames were kept} */
  int same(Frames old, int keep) {
    int same = Math.min(segments.size(), old.segments.size());
    while (same > 0 && !same(segments.get(same - 1), old.segments.get(same - 1), keep)) {
      same--;
    }
    return same;
  }

  private static boolean same(Segment fresh, Segment old, int keep) {
    return fresh.from() == old.from() && fresh.to() == old.to() && old.to() <= keep;
  }

  private static boolean hasRoom(Segment last, List<Payload> push) {
    return !push.isEmpty() && last.bytes() < SEGMENT_BYTES;
  }

  private static Vector<Segment> fill(
      Vector<Segment> kept, int start, List<Payload> open, List<Payload> push) {
    Vector<Segment> result = kept;
    int from = start;
    long bytes = open.stream().mapToLong(Payload::whole).sum();
    for (Payload frame : push) {
      if (bytes >= SEGMENT_BYTES) {
        result = result.append(Segment.of(from, open));
        from += open.size();
        open.clear();
        bytes = 0;
      }
      open.add(frame);
      bytes += frame.whole();
    }
    return open.isEmpty() ? result : result.append(Segment.of(from, open));
  }

  /** {@return frames just below {@code below}, lowest first: about {@code bytes} of them or one} */
  List<Payload> under(int below, int bytes) {
    List<Payload> found = new ArrayList<>();
    long size = 0;
    for (int i = segments.size() - 1; i >= 0; i--) {
      Segment segment = segments.get(i);
      for (int at = Math.min(below, segment.to()) - 1; at >= segment.from(); at--) {
        Payload frame = segment.frames().get(at - segment.from());
        if (!found.isEmpty() && size + frame.whole() > bytes) {
          return found.reversed();
        }
        found.add(frame);
        size += frame.whole();
      }
    }
    return found.reversed();
  }
}
