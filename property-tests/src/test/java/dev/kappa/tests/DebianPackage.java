package dev.kappa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A package of Debian's archive, got and unpacked by Debian's own tools. */
final class DebianPackage {
  private DebianPackage() {}

  /** {@return where it is unpacked; none where there are no such tools, or no network} */
  static Optional<Path> unpack(String name, Path directory) {
    try {
      if (!call(directory, "apt-get", "download", name)) {
        return Optional.empty();
      }
      try (Stream<Path> files = Files.list(directory)) {
        Path file = files.filter(f -> f.toString().endsWith(".deb")).findFirst().orElseThrow();
        return call(directory, "dpkg", "-x", file.toString(), "tree")
            ? Optional.of(directory.resolve("tree"))
            : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean call(Path directory, String... command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      if (process.waitFor(60, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return false;
  }
}
