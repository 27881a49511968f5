package dev.kappa.apps.streaming;

import dev.kappa.StepContext;
import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.apps.files.OutputPlace;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the segments of a log are. As text it is as users write it. */
sealed interface LogPlace permits LocalLog, BucketLog {
  /** How many digits a producer here gives a number at least. */
  int DIGITS = 6;

  /** The name of a segment. */
  Pattern SEGMENT = Pattern.compile("([0-9]{1,9})\\.jsonl");

  /**
   * {@return the place of a log}
   *
   * @param given a path, or {@code s3://BUCKET/KEY}; if null, a directory in the {@link
   *     OutputPlace}
   * @param made whether the directory is made if it is not there
   */
  static LogPlace of(@Nullable String given, boolean made) throws IOException {
    String place =
        given == null
            ? OutputPlace.current().of("streaming-" + StepContext.current().runId() + ".log")
            : given;
    return ObjectAddress.is(place) ? BucketLog.at(place) : LocalLog.of(place, made);
  }

  /**
   * {@return the segments from a number on, by their numbers: all, or the first of them, two or
   * more}
   *
   * @throws dev.kappa.error.KappaException if the place is not there or can't be read, or two have
   *     one number
   */
  NavigableMap<Integer, Segment> segments(int from) throws IOException;

  /**
   * {@return the number of the last segment}
   *
   * @param from the number of one that is there
   */
  default int last(int from) throws IOException {
    int last = from;
    NavigableMap<Integer, Segment> some = segments(last);
    while (!some.isEmpty() && some.lastKey() > last) {
      last = some.lastKey();
      some = segments(last);
    }
    return last;
  }

  /** {@return whether it is one segment, to which no producer here adds others} */
  boolean isSingle();

  /** {@return whether a segment can be added to, or is written at once} */
  boolean grows();

  /** Writes lines into a segment, from the byte {@code offset} on. The same again is no more. */
  void write(int segment, long offset, byte[] lines) throws IOException;

  /** {@return those of {@code found} whose names are numbers, by these} */
  static NavigableMap<Integer, Segment> byNumber(Iterable<? extends Segment> found) {
    NavigableMap<Integer, Segment> segments = new TreeMap<>();
    for (Segment segment : found) {
      Matcher name = SEGMENT.matcher(segment.name());
      Segment other = name.matches() ? segments.put(Integer.valueOf(name.group(1)), segment) : null;
      if (other != null) {
        throw Settings.invalid(
            "log: %s and %s have one number (expected: NUMBER.jsonl, each number once)"
                .formatted(segment, other.name()));
      }
    }
    return segments;
  }

  /** {@return a log of one segment} */
  static NavigableMap<Integer, Segment> single(Segment segment) {
    return new TreeMap<>(Map.of(0, segment));
  }

  /** {@return the name of a segment that a producer here writes} */
  static String name(int segment) {
    return name(segment, DIGITS);
  }

  /** {@return the name of a segment whose number has at least so many digits} */
  static String name(int segment, int digits) {
    return ("%0" + digits + "d.jsonl").formatted(segment);
  }
}
