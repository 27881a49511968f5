package dev.kappa.apps.streaming;

import dev.kappa.apps.files.Scratch;
import dev.kappa.apps.input.Bounds;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;

/**
 * The input, checked and complete.
 *
 * @param items how many items a sample producer appends; null if the producer is outside
 */
record Settings(
    @Nullable String log,
    long windowMillis,
    long latenessMillis,
    int workers,
    int batchBytes,
    long pollMillis,
    int top,
    @Nullable Long items,
    double rate,
    @Nullable String output,
    @Nullable String timeline) {
  static final double RATE = 200;
  static final long MOST_ITEMS = 100_000_000;

  private static final long SAMPLE = 1_000;
  private static final long YEAR = 366L * 24 * 3600 * 1000;

  static Settings of(Streaming.Input input) {
    return new Settings(
        input.log(),
        bounded("windowMillis", input.windowMillis(), 1_000, 1, YEAR),
        bounded("latenessMillis", input.latenessMillis(), 1_000, 0, YEAR),
        (int) bounded("workers", wide(input.workers()), 4, 1, 64),
        (int) bounded("batchBytes", wide(input.batchBytes()), 1 << 18, 1, Batch.MOST_BYTES),
        bounded("pollMillis", input.pollMillis(), 500, 10, 60_000),
        (int) bounded("top", wide(input.top()), 10, 1, 100),
        items(input),
        rate(input.rate()),
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

  static double rate(@Nullable Double given) {
    if (given == null) {
      return RATE;
    }
    if (!(given >= 0.1 && given <= 1_000_000)) {
      throw invalid("rate: %s (expected: items a second, 0.1 to 1000000)".formatted(given));
    }
    return given;
  }

  private static @Nullable Long items(Streaming.Input input) {
    if (input.items() == null) {
      return input.log() == null ? SAMPLE : null;
    }
    return Bounds.check("items", input.items(), 1, MOST_ITEMS);
  }

  static long bounded(String field, @Nullable Long given, long otherwise, long least, long most) {
    return given == null ? otherwise : Bounds.check(field, given, least, most);
  }

  private static @Nullable Long wide(@Nullable Integer given) {
    return given == null ? null : given.longValue();
  }

  static KappaException invalid(String what) {
    return new KappaException(ErrorCode.INVALID_INPUT, "input." + what);
  }
}
