package dev.kappa.apps.files;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that all workers see under the same paths. Names go to and fro as bytes, so that a worker
 * whose locale knows no other letters than English ones reads them, too.
 */
record LocalStorage() implements Storage {
  private static final int MOST = 50_000;

  @Override
  public Listing list(String location) throws IOException {
    Path path = path(location);
    if (Files.isRegularFile(path)) {
      DataFile file = describe(path, Percent.encode(location.getBytes(StandardCharsets.UTF_8)));
      return new Listing(List.of(readable(file)), true);
    }
    if (Files.isDirectory(path)) {
      return new Listing(below(location, path.toRealPath(), file -> true), false);
    }
    if (!Files.exists(path) && Wildcards.in(location)) {
      return new Listing(matching(location), false);
    }
    boolean exists = Files.exists(path);
    String why = exists ? "it is neither a file nor a directory" : "there is no such file";
    throw missing(location, why, null);
  }

  @Override
  public FileChannel open(DataFile file, long from) throws IOException {
    Path path = Path.of(URI.create(file.uri()));
    try {
      FileChannel channel = FileChannel.open(path);
      if (channel.size() != file.size()
          || Files.getLastModifiedTime(path).toMillis() != file.modified()) {
        channel.close();
        throw new IOException(file + " was changed since the run began; start another run");
      }
      return channel.position(from);
    } catch (NoSuchFileException e) {
      throw missing(file.toString(), "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw missing(file.toString(), "it may not be read by this user", e);
    }
  }

  /** {@return the path of that name in UTF-8, whatever the locale of this process} */
  private static Path path(String location) {
    String raw = Percent.encode(location.getBytes(StandardCharsets.UTF_8));
    String here = Path.of("").toUri().getRawPath();
    try {
      return Path.of(URI.create("file://" + (raw.startsWith("/") ? raw : here + raw)));
    } catch (IllegalArgumentException e) {
      throw missing(location, "that is no path: " + e.getMessage(), e);
    }
  }

  private List<DataFile> matching(String pattern) throws IOException {
    String base = Wildcards.directory(pattern);
    Path directory = path(base);
    if (!Files.isDirectory(directory)) {
      throw missing(pattern, "there is no directory '" + base + "'", null);
    }
    Path real = directory.toRealPath();
    List<DataFile> files = below(base, real, matcher(pattern, real));
    if (files.isEmpty()) {
      throw missing(pattern, "no file below '" + base + "' matches", null);
    }
    return files;
  }

  private static Predicate<Path> matcher(String pattern, Path directory) {
    String rest = pattern.substring(Wildcards.directory(pattern).length());
    String relative = rest.startsWith("/") ? rest.substring(1) : rest;
    try {
      PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + relative);
      return file -> matcher.matches(directory.relativize(file));
    } catch (PatternSyntaxException e) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT, "input.path: '" + pattern + "': " + e.getMessage(), e);
    }
  }

  /** As {@code grep -r}: links below the directory are not followed, and only files are taken. */
  private List<DataFile> below(String location, Path directory, Predicate<Path> wanted)
      throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      var regular = all.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS));
      for (Path file : (Iterable<Path>) regular.filter(wanted)::iterator) {
        files.add(readable(describe(file, name(location, directory, file))));
        if (files.size() > MOST) {
          throw missing(location, "there are more than " + MOST + " files", null);
        }
      }
    } catch (AccessDeniedException e) {
      throw missing(e.getFile(), "it may not be read by this user", e);
    } catch (UncheckedIOException e) {
      throw missing(location, "it can't be read: " + e.getCause(), e);
    }
    files.sort(DataFile.BY_NAME);
    return files;
  }

  private static String name(String location, Path directory, Path file) {
    String base = directory.toUri().getRawPath();
    String below = file.toUri().getRawPath().substring(base.length());
    String given = Percent.encode(location.getBytes(StandardCharsets.UTF_8));
    return given.isEmpty() || given.endsWith("/") ? given + below : given + "/" + below;
  }

  private static DataFile describe(Path file, String name) throws IOException {
    long modified = Files.getLastModifiedTime(file).toMillis();
    return new DataFile(file.toUri().toString(), name, Files.size(file), modified);
  }

  private static DataFile readable(DataFile file) {
    if (!Files.isReadable(Path.of(URI.create(file.uri())))) {
      throw missing(file.toString(), "it may not be read by this user", null);
    }
    return file;
  }

  private static KappaException missing(String path, String why, @Nullable Exception cause) {
    String text = "can't read '" + path + "': " + why;
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND,
        text + " (expected: a file, a directory or a pattern that workers can read)",
        cause);
  }
}
