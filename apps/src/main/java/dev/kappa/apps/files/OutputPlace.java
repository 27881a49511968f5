package dev.kappa.apps.files;

import dev.kappa.StepContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where runs leave what their input names no place for: the output directory of their steps, or a
 * place in a bucket, if {@code KAPPA_OUTPUT} names one.
 *
 * @param base without a slash at its end
 */
public record OutputPlace(String base) {
  /** The variable of the workers' environment. */
  static final String VARIABLE = "KAPPA_OUTPUT";

  /** {@return that of the step that runs on this thread} */
  public static OutputPlace current() {
    return of(System.getenv(VARIABLE), StepContext.current().outputDirectory());
  }

  static OutputPlace of(@Nullable String told, Path directory) {
    return told != null && ObjectAddress.is(told)
        ? new OutputPlace(told.replaceFirst("/+$", ""))
        : new OutputPlace(directory.toString());
  }

  /** {@return what has that name there: a path, or {@code s3://BUCKET/KEY}} */
  public String of(String name) {
    return base + "/" + name;
  }
}
