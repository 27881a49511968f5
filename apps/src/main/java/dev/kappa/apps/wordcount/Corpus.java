package dev.kappa.apps.wordcount;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files whose words are counted. */
final class Corpus {
  private Corpus() {}

  /**
   * {@return at most {@code n} shards of about the same size, which together have each line once}
   * They name files by absolute paths, so that they mean the same in whichever directory a later
   * worker runs.
   *
   * @param path a file, or a directory for all regular files below it; links to directories below
   *     it are not followed
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if {@code path} can't be read
   */
  static List<Shard> split(String path, int n) throws IOException {
    return Cutter.cut(files(parse(path)), n);
  }

  /**
   * {@return the file, opened to be read}
   *
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if it is not there or not readable
   */
  static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file);
    } catch (NoSuchFileException e) {
      throw missing(file.toString(), "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw missing(file.toString(), "it may not be read by this user", e);
    }
  }

  private static Path parse(String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw missing(path, "that is no path: " + e.getReason(), e);
    }
  }

  private static List<Path> files(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path.toAbsolutePath());
    }
    if (Files.isDirectory(path)) {
      return below(path);
    }
    boolean exists = Files.exists(path);
    String why = exists ? "it is neither a file nor a directory" : "there is no such file";
    throw missing(path.toString(), why, null);
  }

  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory.toRealPath())) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (AccessDeniedException e) {
      throw missing(e.getFile(), "it may not be read by this user", e);
    } catch (UncheckedIOException e) {
      throw missing(directory.toString(), "it can't be read: " + e.getCause(), e);
    }
  }

  private static KappaException missing(String path, String why, @Nullable Exception cause) {
    String text = "can't count the words of '" + path + "': " + why;
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND,
        text + " (expected: a file or a directory that workers can read)",
        cause);
  }
}
