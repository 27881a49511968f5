package dev.kappa.apps.tpcds;

import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.apps.files.OutputPlace;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the data of a scale is, or is to be. Data appears whole or not at all. */
sealed interface Place permits LocalPlace, BucketPlace {
  /** What all data of scale 1 takes. */
  double BYTES_OF_SCALE_1 = 420e6;

  /** What a piece takes at most while it is made. */
  double BYTES_OF_A_TEXT = 250e6;

  /** What the texts of scale 1 take, if all are there at once, but for the fixed tables. */
  double TEXTS_OF_SCALE_1 = 1.2e9;

  /** What the texts of the tables take that are as large at any scale. */
  double FIXED_TEXTS = 100e6;

  /** {@return the place that the input names; if it names none, one in the output place} */
  static Place of(Settings in) throws IOException {
    String given = in.directory();
    String directory = given == null ? OutputPlace.current().of("tpcds") : given;
    return ObjectAddress.is(directory)
        ? BucketPlace.at(directory, in.scaleText())
        : LocalPlace.at(directory, in.scaleText());
  }

  /** {@return where the data of all scales is, as users write it} */
  String base();

  DataSet data();

  /**
   * {@return whether there is data}
   *
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if something else is there
   */
  boolean hasData();

  // ---- making it

  /**
   * Looks whether the disk has room for what it must hold meanwhile.
   *
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if it has not
   */
  void requireSpace(Settings in) throws IOException;

  /** {@return what the data is made in} */
  DataSet begin() throws IOException;

  /**
   * Makes the draft the data, if there is none meanwhile. Nothing is done when it is run again.
   *
   * @param files all that are in it
   */
  void publish(DataSet draft, List<Listed> files) throws IOException;

  /** Deletes what is left of a draft. */
  void drop(DataSet draft) throws IOException;

  // ---- who makes it

  /** {@return the key under which the run is started that makes the data} */
  String ticket() throws IOException;

  /** Gives the ticket back, when that run has ended; so another may begin. */
  void forget(String ticket) throws IOException;

  /** Looks whether {@code directory} has room for the data and for the texts. */
  static void requireSpace(Settings in, Path directory) throws IOException {
    double need = bytes(in.scale(), in.workers());
    long free = Files.getFileStore(directory).getUsableSpace();
    if (need > free) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.scale: %s needs about %.1f GB in %s, which has %.1f GB free (expected: at most %.2f, fewer workers of tpcds-generate, or another directory)"
              .formatted(
                  in.scaleText(),
                  need / 1e9,
                  directory,
                  free / 1e9,
                  largest((double) free, in.workers())));
    }
  }

  /** {@return what a scale takes while so many workers make it} */
  static double bytes(double scale, int workers) {
    double texts = FIXED_TEXTS + scale * TEXTS_OF_SCALE_1;
    return scale * BYTES_OF_SCALE_1 + Math.min(workers * BYTES_OF_A_TEXT, texts);
  }

  /** {@return the largest scale for which there is room; 0 if there is none} */
  static double largest(double free, int workers) {
    double withAllTexts = (free - FIXED_TEXTS) / (BYTES_OF_SCALE_1 + TEXTS_OF_SCALE_1);
    double withSome = (free - workers * BYTES_OF_A_TEXT) / BYTES_OF_SCALE_1;
    return Math.max(0, Math.max(withAllTexts, withSome));
  }
}
