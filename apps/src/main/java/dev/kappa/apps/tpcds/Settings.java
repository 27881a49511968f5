package dev.kappa.apps.tpcds;

import dev.kappa.apps.files.Scratch;
import dev.kappa.apps.input.Bounds;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What both workflows are told of the data, checked and complete. */
record Settings(
    double scale,
    int workers,
    @Nullable String directory,
    @Nullable String output,
    @Nullable String timeline) {
  /** As far as the generator goes. */
  private static final double LARGEST = 100_000;

  private static final int WORKERS = 4;
  private static final int MOST_WORKERS = 64;

  static Settings of(
      @Nullable Double scale,
      @Nullable Integer workers,
      @Nullable String directory,
      @Nullable String output,
      @Nullable String timeline) {
    return new Settings(
        scale == null ? 1 : checked(scale),
        workers == null ? WORKERS : (int) Bounds.check("workers", workers, 1, MOST_WORKERS),
        directory,
        output,
        timeline);
  }

  /**
   * {@return the files of the run whose step runs on this thread} Where no output is named, they
   * are with the data, if that is in a bucket.
   */
  Scratch scratch() {
    return Scratch.beside(near());
  }

  /** {@return by what {@link Scratch#beside} finds them} */
  @Nullable String near() {
    return output != null || directory == null ? output : directory.replaceFirst("/+$", "") + "/";
  }

  /** {@return where steps note their times; null if they do not} */
  @Nullable Scratch trace() {
    return timeline == null ? null : scratch();
  }

  /** {@return the scale without an exponent, as a part of a name} */
  String scaleText() {
    return BigDecimal.valueOf(scale).stripTrailingZeros().toPlainString();
  }

  private static double checked(double scale) {
    if (!(scale > 0 && scale <= LARGEST)) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.scale: %s (expected: above 0, at most %.0f; 1 is about 1.2 GB of text, 0.33 GB of Parquet)"
              .formatted(scale, LARGEST));
    }
    return scale;
  }
}
