package dev.kappa.apps.files;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that a step writes. It appears whole or not at all, and under the same name when the step
 * is run again. Runs may write to one file: the last one to end wins.
 */
public sealed interface OutputFile permits LocalOutput, ObjectOutput {
  /** Writes to a file's draft, and gives what the step gives. */
  @FunctionalInterface
  interface Content<R> {
    /** Writes all of it. */
    R writeTo(OutputStream out) throws IOException;
  }

  /**
   * {@return the file that the running step writes}
   *
   * @param output its path, or {@code s3://BUCKET/KEY}; if null, {@code name} in the {@link
   *     OutputPlace}
   * @throws dev.kappa.error.KappaException with {@code INVALID_INPUT} if {@code output} is a
   *     directory, or no directory can be made for it
   */
  static OutputFile of(@Nullable String output, String name) throws IOException {
    return of("input.output", output, name);
  }

  private static OutputFile of(String field, @Nullable String output, String name)
      throws IOException {
    String place = output == null ? OutputPlace.current().of(name) : output;
    return ObjectAddress.is(place) ? ObjectOutput.at(field, place) : LocalOutput.of(field, place);
  }

  /**
   * Requires that what the input names can be written, as far as can be told without writing it: to
   * be called before there is work that would be lost.
   *
   * @param output where the result is to be; if null, nothing is looked at
   * @param timeline the same of the picture
   * @throws dev.kappa.error.KappaException with {@code INVALID_INPUT} if a file can't be made
   *     there, and as {@link dev.kappa.objects.Bucket} if a bucket is not there or can't be asked
   */
  static void check(@Nullable String output, @Nullable String timeline) throws IOException {
    if (output != null) {
      of("input.output", output, "").check();
    }
    if (timeline != null) {
      of("input.timeline", timeline, "").check();
    }
  }

  /** {@return where it is, as users write it} */
  String place();

  /** Requires that the running step could write it. Nothing is left of that. */
  void check() throws IOException;

  /** Writes the file, and makes it durable. */
  <R> R write(Content<R> content) throws IOException;
}
