package dev.kappa.apps.wordcount;

import dev.kappa.apps.files.Storage;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.util.List;

/** The files whose words are counted. */
final class Corpus {
  private Corpus() {}

  /**
   * {@return at most {@code n} shards of about the same size, which together have each line once}
   *
   * @param path a file, a directory for all regular files below it, or a path with wildcards; links
   *     to directories below it are not followed
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if {@code path} can't be read
   */
  static List<Shard> split(String path, int n) throws IOException {
    return Cutter.cut(Storage.of(path).list(path).files(), n);
  }
}
