package dev.kappa.apps.streaming;

import dev.kappa.StepContext;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files to which a producer appends lines. In a directory the segments are {@code NUMBER.jsonl};
 * when the next number is there, the one before is whole.
 *
 * @param place the directory, or the only segment
 * @param batchBytes the size of a batch
 * @param most how many batches are cut off at once
 */
record Log(Path place, int batchBytes, int most) {
  private static final Pattern SEGMENT = Pattern.compile("([0-9]{1,9})\\.jsonl");

  /**
   * What there is to read.
   *
   * @param first the number of the first batch
   * @param ended whether there is nothing, and nothing is to come
   */
  record Look(long first, List<Batch> batches, Position next, boolean ended) {}

  /**
   * {@return the path of a log}
   *
   * @param given if null, it is a directory in the output directory
   * @param made whether the directory is made if it is not there
   */
  static Path place(@Nullable String given, boolean made) throws IOException {
    Path place = given == null ? ownPlace() : path(given);
    if (made && !Files.isRegularFile(place)) {
      Files.createDirectories(place);
    }
    return place.toAbsolutePath();
  }

  private static Path ownPlace() {
    StepContext step = StepContext.current();
    return step.outputDirectory().resolve("streaming-" + step.runId() + ".log");
  }

  private static Path path(String given) {
    try {
      return Path.of(given);
    } catch (InvalidPathException e) {
      throw Settings.invalid("log: '%s' is no path (expected: a directory)".formatted(given));
    }
  }

  /** Requires that it is there. */
  void check() throws IOException {
    segments();
  }

  static String name(int segment) {
    return "%06d.jsonl".formatted(segment);
  }

  /** {@return the segments by their numbers} */
  NavigableMap<Integer, Path> segments() throws IOException {
    NavigableMap<Integer, Path> segments = new TreeMap<>();
    if (Files.isRegularFile(place)) {
      segments.put(0, place);
      return segments;
    }
    try (Stream<Path> files = Files.list(place)) {
      for (Path file : files.toList()) {
        Matcher name = SEGMENT.matcher(file.getFileName().toString());
        Path other = name.matches() ? segments.put(Integer.valueOf(name.group(1)), file) : null;
        if (other != null) {
          throw broken("%s and %s have one number".formatted(file, other.getFileName()));
        }
      }
      return segments;
    } catch (NoSuchFileException e) {
      throw missing("there is no such directory", e);
    } catch (AccessDeniedException e) {
      throw missing("it may not be read by this user", e);
    }
  }

  /**
   * Looks for whole lines behind {@code at}.
   *
   * @param stop whether the log is to be read as far as it goes now, and no further
   */
  Look look(Position at, boolean stop) throws IOException {
    NavigableMap<Integer, Path> segments = segments();
    if (segments.isEmpty() && at.segment() < 0) {
      return new Look(0, List.of(), at, stop);
    }
    Position from = at.segment() < 0 ? at.at(segments.firstKey(), 0) : at;
    if (stop && from.end() == null) {
      from = from.until(new Position.End(segments.lastKey(), size(segments, segments.lastKey())));
    }
    List<Batch> batches = new ArrayList<>();
    Position next = follow(from, segments, batches);
    boolean ended = batches.isEmpty() && next.isInLast();
    return new Look(at.batches(), batches, next, ended);
  }

  private Position follow(Position from, NavigableMap<Integer, Path> segments, List<Batch> batches)
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
      at = at.at(at.segment() + 1, 0);
    }
  }

  private long size(NavigableMap<Integer, Path> segments, int number) throws IOException {
    Path file = segment(segments, number);
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      throw missing(file.getFileName() + " is gone, and was not read to its end", e);
    }
  }

  private Path segment(NavigableMap<Integer, Path> segments, int number) {
    Path file = segments.get(number);
    if (file == null) {
      throw missing(
          "segment %d is not there (there are: %s; expected: numbers without gaps, and no segment deleted before it was counted)"
              .formatted(
                  number,
                  segments.isEmpty() ? "none" : segments.firstKey() + " to " + segments.lastKey()),
          null);
    }
    return file;
  }

  private KappaException missing(String what, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND, "input.log: %s: %s".formatted(place, what), cause);
  }

  private KappaException broken(String what) {
    return Settings.invalid("log: %s (expected: NUMBER.jsonl, each number once)".formatted(what));
  }
}
