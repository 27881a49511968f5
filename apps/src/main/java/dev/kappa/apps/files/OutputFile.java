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
   * @param output its path, or {@code s3://BUCKET/KEY}; if null, {@code name} in the run's output
   *     directory
   * @throws dev.kappa.error.KappaException with {@code INVALID_INPUT} if {@code output} is a
   *     directory
   */
  static OutputFile of(@Nullable String output, String name) throws IOException {
    return output != null && output.startsWith("s3://")
        ? ObjectOutput.at(output)
        : LocalOutput.of(output, name);
  }

  /** {@return where it is, as users write it} */
  String place();

  /** Writes the file, and makes it durable. */
  <R> R write(Content<R> content) throws IOException;
}
