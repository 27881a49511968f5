package dev.kappa.apps.grep;

import dev.kappa.apps.files.Scratch;
import dev.kappa.apps.input.Bounds;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;

/** The input, checked and complete. */
record Settings(
    String path,
    String pattern,
    boolean fixed,
    long chunkBytes,
    int workers,
    boolean lineNumbers,
    boolean count,
    boolean text,
    @Nullable String output,
    @Nullable String timeline) {
  private static final long CHUNK = 4L << 20;
  private static final long LARGEST_CHUNK = 1L << 30;
  private static final long WORKERS = 4;

  /** Checks all of it, the pattern too: a run with a bad one fails before it reads anything. */
  static Settings of(Grep.Input input) {
    Settings settings =
        new Settings(
            given("path", input.path(), "a file, a directory or a pattern of files"),
            given("pattern", input.pattern(), "a regular expression, or a text with fixed: true"),
            orElse(input.fixed(), false),
            bounded("chunkBytes", input.chunkBytes(), CHUNK, LARGEST_CHUNK),
            (int) bounded("workers", input.workers(), WORKERS, 256),
            orElse(input.lineNumbers(), true),
            orElse(input.count(), false),
            orElse(input.text(), false),
            input.output(),
            input.timeline());
    if (settings.path.isEmpty()) {
      throw new KappaException(ErrorCode.INVALID_INPUT, "input.path: empty (expected: a path)");
    }
    settings.matcher();
    return settings;
  }

  /** {@return the files of the run whose step runs on this thread} */
  Scratch scratch() {
    return Scratch.beside(output);
  }

  /** {@return where steps note their times; null if they do not} */
  @Nullable Scratch trace() {
    return timeline == null ? null : scratch();
  }

  LineMatcher matcher() {
    return LineMatcher.of(pattern, fixed);
  }

  private static String given(String field, @Nullable String value, String expected) {
    if (value == null) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT, "input." + field + ": missing (expected: " + expected + ")");
    }
    return value;
  }

  private static boolean orElse(@Nullable Boolean given, boolean otherwise) {
    return given == null ? otherwise : given;
  }

  private static long bounded(String field, @Nullable Number given, long otherwise, long most) {
    return given == null ? otherwise : Bounds.check(field, given.longValue(), 1, most);
  }
}
