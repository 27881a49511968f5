package dev.kappa.apps.streaming;

import dev.kappa.apps.files.Directories;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import java.util.stream.Stream;

/** A directory of segments, or a file that is the only one. */
record LocalLog(Path path) implements LogPlace {
  static LocalLog of(String given, boolean made) throws IOException {
    Path path = path(given);
    if (made && !Files.isRegularFile(path)) {
      Directories.make("input.log", path);
      Directories.requireWritable("input.log", path);
    }
    return new LocalLog(path.toAbsolutePath());
  }

  private static Path path(String given) {
    try {
      return Path.of(given);
    } catch (InvalidPathException e) {
      throw Settings.invalid("log: '%s' is no path (expected: a directory)".formatted(given));
    }
  }

  @Override
  public NavigableMap<Integer, Segment> segments(int from) throws IOException {
    if (isSingle()) {
      return LogPlace.single(new FileSegment(path));
    }
    try (Stream<Path> files = Files.list(path)) {
      return LogPlace.byNumber(files.map(FileSegment::new).toList()).tailMap(from, true);
    } catch (NoSuchFileException e) {
      throw missing("there is no such directory", e);
    } catch (AccessDeniedException e) {
      throw missing("it may not be read by this user", e);
    }
  }

  @Override
  public boolean isSingle() {
    return Files.isRegularFile(path);
  }

  @Override
  public boolean grows() {
    return true;
  }

  @Override
  public void write(int segment, long offset, byte[] lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines);
    try (FileChannel out =
        FileChannel.open(
            path.resolve(LogPlace.name(segment)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        out.write(bytes, offset + bytes.position());
      }
    }
  }

  private KappaException missing(String what, Exception cause) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND,
        "input.log: %s: %s (expected: a directory with segments, or a file, that workers can read)"
            .formatted(path, what),
        cause);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
