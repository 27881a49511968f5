package dev.kappa.coordinator.platform.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Names the runtime interface client's native library for the machine that this runs on. */
final class NativePart {
  private NativePart() {}

  /**
   * {@return the name of the file in the client's jar; empty where there is none for the machine}
   */
  static Optional<String> fileName() {
    return fileName(System.getProperty("os.name"), System.getProperty("os.arch"), muslIsHere());
  }

  static Optional<String> fileName(String system, String processor, boolean musl) {
    if (!system.toLowerCase(Locale.ROOT).contains("linux")) {
      return Optional.empty();
    }
    String libc = musl ? "linux_musl" : "linux";
    return switch (processor) {
      case "amd64", "x86_64" -> Optional.of("libaws-lambda-jni." + libc + "-x86_64.so");
      case "aarch64", "arm64" -> Optional.of("libaws-lambda-jni." + libc + "-aarch_64.so");
      default -> Optional.empty();
    };
  }

  private static boolean muslIsHere() {
    Path directory = Path.of("/lib");
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (DirectoryStream<Path> loaders = Files.newDirectoryStream(directory, "ld-musl-*")) {
      return loaders.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
