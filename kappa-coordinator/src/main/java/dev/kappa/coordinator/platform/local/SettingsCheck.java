package dev.kappa.coordinator.platform.local;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What settings must be, said in one way. */
final class SettingsCheck {
  private SettingsCheck() {}

  static void named(String name, String value) {
    require(
        value.matches("[A-Za-z0-9_-]{1,64}"),
        name + ": " + value + " (expected: 1 to 64 letters, digits, - and _)");
  }

  static void text(String name, String value) {
    require(!value.isBlank(), name + ": it is blank (expected: a text)");
  }

  static void between(String name, int value, int low, int high) {
    require(
        value >= low && value <= high,
        name + ": " + value + " (expected: " + low + " to " + high + ")");
  }

  static void between(String name, Duration value, Duration low, Duration high) {
    require(
        value.compareTo(low) >= 0 && value.compareTo(high) <= 0,
        name + ": " + value + " (expected: " + low + " to " + high + ")");
  }

  static void readableFile(String name, Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND, name + ": " + file + " (expected: a file that can be read)");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new KappaException(ErrorCode.INVALID_ARGUMENT, message);
    }
  }
}
