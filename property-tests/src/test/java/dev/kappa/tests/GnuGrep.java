package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The system's own grep, whose lines are sorted by their bytes. */
final class GnuGrep {
  private static final String PIPELINE =
      "{ grep \"$@\" || test $? = 1 || echo grep failed; } | LC_ALL=C sort";

  private GnuGrep() {}

  /** {@return all that {@code grep OPTIONS -e PATTERN -- PATH} prints in a locale of UTF-8} */
  static byte[] of(Path directory, List<String> options, String pattern, String path) {
    try {
      Path output = Files.createTempFile("grep", ".expected");
      ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", PIPELINE, "grep");
      builder.command().addAll(options);
      // An argument would be encoded as this JVM's locale says, which may not know the letters.
      Path patterns = Files.writeString(Files.createTempFile("grep", ".pattern"), pattern + "\n");
      builder.command().addAll(List.of("-f", patterns.toString(), "--", path));
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.directory(directory.toFile()).redirectOutput(output.toFile());
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      assertThat(process.waitFor()).isZero();
      byte[] found = Files.readAllBytes(output);
      Files.delete(output);
      Files.delete(patterns);
      return found;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
