package dev.kappa.apps.wordcount;

import dev.kappa.apps.files.Scratch;
import dev.kappa.apps.input.Bounds;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;

/** The input, checked and complete. */
record Settings(
    String path,
    int mappers,
    int reducers,
    int workers,
    @Nullable String output,
    @Nullable String timeline) {
  private static final int MAPPERS = 8;
  private static final int REDUCERS = 4;
  private static final int MOST = 1000;

  static Settings of(WordCount.Input input) {
    String path = input.path();
    if (path == null || path.isEmpty()) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT, "input.path: missing (expected: a file or a directory)");
    }
    return new Settings(
        path,
        orElse("mappers", input.mappers(), MAPPERS, MOST),
        orElse("reducers", input.reducers(), REDUCERS, 100),
        orElse("workers", input.workers(), MOST, MOST),
        input.output(),
        input.timeline());
  }

  /** {@return the files of the run whose step runs on this thread} */
  Scratch scratch() {
    return Scratch.beside(output);
  }

  /** {@return where steps note their times; null if they do not} */
  @Nullable Scratch trace() {
    return timeline == null ? null : scratch();
  }

  private static int orElse(String field, @Nullable Integer given, int otherwise, int most) {
    return given == null ? otherwise : (int) Bounds.check(field, given, 1, most);
  }
}
